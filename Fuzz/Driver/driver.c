// SwiftPM takes no C target without a source file.
#include "driver.h"

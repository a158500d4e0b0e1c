/* null-service SOCKET OCTETS: a service that answers at once, the least that stands behind the hook of the benchmark.
 *
 * It answers the requests that smime-presenced gets, with messages of the same form, and does nothing else. An opened
 * PUBLISH is a presence document of the user in From; a protected message has a body of OCTETS octets. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { CAPACITY = 131072, CONNECTIONS = 256 };

struct connection {
    size_t length;
    char received[CAPACITY];
};

static struct connection *connections[CONNECTIONS];
static char answer[CAPACITY], message[CAPACITY], document[CAPACITY / 2];
static size_t protected_length;

/* Copies a message without its body and Content-* fields, and gives it a body. */
static size_t replace_body(char *to, const char *head, const char *end, const char *fields, const char *body, size_t length)
{
    char *at = to;
    for (const char *line = head; line < end;) {
        const char *next = (const char *)memmem(line, end - line, "\r\n", 2) + 2;
        if (strncasecmp(line, "Content-", 8) != 0) {
            memcpy(at, line, next - line);
            at += next - line;
        }
        line = next;
    }
    at += sprintf(at, "%sContent-Length: %zu\r\n\r\n", fields, length);
    memcpy(at, body, length);
    return at + length - to;
}

/* The address in the field From. */
static int sender(const char *head, char *address)
{
    const char *from = strstr(head, "\r\nFrom: <");
    return from && sscanf(from + 9, "%200[^>]", address) == 1;
}

static size_t opened(const char *head, const char *end, const char *address)
{
    static unsigned long count;
    struct timespec now;
    struct tm parts;
    char moment[40];
    if (strncmp(head, "PUBLISH ", 8) != 0) return replace_body(message, head, end, "", "", 0);
    clock_gettime(CLOCK_REALTIME, &now);
    strftime(moment, sizeof moment, "%Y-%m-%dT%H:%M:%S", gmtime_r(&now.tv_sec, &parts));
    int length = sprintf(
        document,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"%s\">"
        "<tuple id=\"t1\"><status><basic>open</basic></status><note xml:lang=\"en\">note %lu.</note>"
        "<timestamp>%s.%06ldZ</timestamp></tuple></presence>\n",
        address, ++count, moment, now.tv_nsec / 1000);
    return replace_body(message, head, end, "Content-Type: application/pidf+xml\r\n", document, length);
}

static size_t protected(const char *head, const char *end)
{
    memset(document, 'x', protected_length);
    return replace_body(
        message, head, end,
        "Content-Type: application/pkcs7-mime; smime-type=authEnveloped-data; name=smime.p7m\r\n"
        "Content-Disposition: attachment; filename=smime.p7m; handling=required\r\n"
        "Content-Transfer-Encoding: binary\r\n",
        document, protected_length);
}

/* Answers a request of `target`, whose body is the message from `head` to `last`. */
static size_t respond(const char *target, const char *head, const char *last)
{
    const char *end = memmem(head, last - head, "\r\n\r\n", 4);
    char address[201] = "";
    if (!end || !sender(head, address)) return 0;
    int is_inward = strstr(target, "direction=in") != NULL || strncmp(target, "/v1/open", 8) == 0;
    end += 2;
    if (strncmp(target, "/v1/judge", 9) == 0) {
        const char *handling = is_inward                ? "{\"handling\":\"open\"}"
                               : last - end > 2 ? "{\"handling\":\"protect\",\"tunnel\":false}"
                                                : "{\"handling\":\"protect\",\"tunnel\":true}";
        return sprintf(
            answer, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
            strlen(handling), handling);
    }
    size_t length = is_inward ? opened(head, end, address) : protected(head, end);
    int begin = sprintf(
        answer,
        "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nSmime-Verdict: \"accepted\"\r\n"
        "Smime-Signer: \"%s\", \"pres:%s\", \"im:%s\"\r\nSmime-Exposure: \"critical\"\r\nContent-Type: message/sip\r\n"
        "Content-Length: %zu\r\n\r\n",
        address, address + 4, address + 4, length);
    memcpy(answer + begin, message, length);
    return begin + length;
}

/* Reads what has arrived on a connection and answers each whole request; 0 ends the connection. */
static int serve(int stream)
{
    struct connection *now = connections[stream];
    ssize_t count = read(stream, now->received + now->length, CAPACITY - 1 - now->length);
    if (count <= 0) return 0;
    now->length += count;
    now->received[now->length] = 0;
    for (;;) {
        char target[300];
        const char *end = memmem(now->received, now->length, "\r\n\r\n", 4);
        if (!end) return 1;
        const char *field = strstr(now->received, "\r\nContent-Length: ");
        size_t length = field && field < end ? strtoul(field + 18, NULL, 10) : 0;
        size_t whole = end + 4 - now->received + length;
        if (whole > CAPACITY - 1) return 0;
        if (now->length < whole) return 1;
        if (sscanf(now->received, "POST %299s ", target) != 1) return 0;
        char kept = now->received[whole];
        now->received[whole] = 0;
        size_t octets = respond(target, end + 4, now->received + whole);
        now->received[whole] = kept;
        if (octets == 0 || write(stream, answer, octets) != (ssize_t)octets) return 0;
        memmove(now->received, now->received + whole, now->length - whole);
        now->length -= whole;
        now->received[now->length] = 0;
    }
}

int main(int count, char **arguments)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (count != 3 || strlen(arguments[1]) >= sizeof address.sun_path) return 2;
    strcpy(address.sun_path, arguments[1]);
    protected_length = strtoul(arguments[2], NULL, 10);
    if (protected_length > sizeof document) return 2;
    int listener = socket(AF_UNIX, SOCK_STREAM, 0), queue = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    unlink(address.sun_path);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 64) != 0
        || epoll_ctl(queue, EPOLL_CTL_ADD, listener, &event) != 0) {
        perror(arguments[1]);
        return 1;
    }
    for (;;) {
        struct epoll_event events[32];
        int ready = epoll_wait(queue, events, 32, -1);
        for (int at = 0; at < ready; at++) {
            int stream = events[at].data.fd;
            if (stream == listener) {
                stream = accept(listener, NULL, NULL);
                if (stream < 0) continue;
                if (stream >= CONNECTIONS) {
                    close(stream);
                    continue;
                }
                if (!connections[stream]) connections[stream] = malloc(sizeof *connections[stream]);
                if (!connections[stream]) return 1;
                connections[stream]->length = 0;
                event.data.fd = stream;
                epoll_ctl(queue, EPOLL_CTL_ADD, stream, &event);
            } else if (!serve(stream)) {
                close(stream);
            }
        }
    }
}

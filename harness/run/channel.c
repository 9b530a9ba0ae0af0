#include "run/channel.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

/* A catalog in one command has some ten thousand bytes. */
enum { READ_AT_ONCE = 32768 };

static HANDLE handle_of(const char *word) {
    char *end;
    unsigned long long value = strtoull(word, &end, 10);
    return *end == '\0' && value != 0 ? (HANDLE)(uintptr_t)value : NULL;
}

enum status channel_open(struct channel *channel, int count, char *const *arguments, struct error *error) {
    HANDLE box = NULL;
    for (int i = 0; i + 3 < count; i++) {
        if (strcmp(arguments[i], "--channel") == 0) {
            channel->commands = handle_of(arguments[i + 1]);
            channel->records = handle_of(arguments[i + 2]);
            box = handle_of(arguments[i + 3]);
        }
    }
    if (GetFileType(channel->commands) != FILE_TYPE_PIPE || GetFileType(channel->records) != FILE_TYPE_PIPE ||
        !box_map(&channel->box, box)) {
        return error_set(error, STATUS_USAGE,
                         "worker is not for people: wspcheck starts its own workers, with pipes to talk to them");
    }
    SetHandleInformation(channel->commands, HANDLE_FLAG_INHERIT, 0);
    SetHandleInformation(channel->records, HANDLE_FLAG_INHERIT, 0);
    SetHandleInformation(box, HANDLE_FLAG_INHERIT, 0);
    InitializeCriticalSection(&channel->lock);
    return STATUS_OK;
}

cJSON *channel_read(struct channel *channel) {
    char buffer[READ_AT_ONCE];
    DWORD got;
    struct line line;
    while (!splitter_next(&channel->splitter, &line)) {
        if (!ReadFile(channel->commands, buffer, sizeof buffer, &got, NULL) || got == 0) {
            return NULL;
        }
        splitter_add(&channel->splitter, buffer, got);
    }
    return cJSON_ParseWithLength(line.bytes, line.length);
}

/* Called with the lock held. */
static void empty_box(struct channel *channel) {
    const char *bytes;
    DWORD sent;
    size_t length = box_content(&channel->box, &bytes);
    while (length != 0 && WriteFile(channel->records, bytes, (DWORD)length, &sent, NULL)) {
        bytes += sent;
        length -= sent;
    }
    box_empty(&channel->box);
}

static void put_all(struct channel *channel, const char *bytes, size_t length) {
    for (;;) {
        size_t put = box_put(&channel->box, bytes, length);
        if (put == length) {
            return;
        }
        bytes += put;
        length -= put;
        empty_box(channel);
    }
}

void channel_keep(struct channel *channel, const char *line, size_t length) {
    EnterCriticalSection(&channel->lock);
    put_all(channel, line, length);
    put_all(channel, "\n", 1);
    LeaveCriticalSection(&channel->lock);
}

void channel_send(struct channel *channel, const char *line, size_t length) {
    EnterCriticalSection(&channel->lock);
    channel_keep(channel, line, length);
    empty_box(channel);
    LeaveCriticalSection(&channel->lock);
}

void channel_send_record(struct channel *channel, cJSON *record) {
    char *line = cJSON_PrintUnformatted(record);
    cJSON_Delete(record);
    channel_send(channel, line, strlen(line));
    cJSON_free(line);
}

#include "results/journal.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "results/files.h"

/* So much of what was added is written without waiting to be asked. */
#define BUFFER_BYTES ((size_t)256 << 10)

struct journal {
    struct file *file;
    uint64_t size;      /* of the complete lines in the file */
    struct text buffer; /* whole lines that are not in the file yet, so that they are one write */
    struct error first; /* the write that failed, once one has */
};

static struct journal *make(struct file *file, uint64_t size) {
    struct journal *journal = memory_zeroed(1, sizeof *journal);
    journal->file = file;
    journal->size = size;
    return journal;
}

enum status journal_create(struct journal **journal, const char *path, struct error *error) {
    struct file *file = NULL;
    *journal = NULL;
    if (files_exists(path)) {
        return error_set(error, STATUS_USAGE, "%s exists already; name another folder, or resume this one", path);
    }
    enum status status = file_open(&file, path, FILES_CREATE, error);
    if (status == STATUS_OK) {
        *journal = make(file, 0);
    }
    return status;
}

/* Finds where the last complete line ends, reading backwards in blocks. */
static enum status end_of_lines(struct file *file, uint64_t *end, struct error *error) {
    char block[4096];
    enum status status = file_size(file, end, error);
    while (status == STATUS_OK && *end != 0) {
        size_t size = *end < sizeof block ? (size_t)*end : sizeof block;
        size_t got = 0;
        status = file_read(file, *end - size, block, size, &got, error);
        if (status != STATUS_OK) {
            return status;
        }
        while (got != 0 && block[got - 1] != '\n') {
            got--;
        }
        *end = *end - size + got;
        if (got != 0) {
            break;
        }
    }
    return status;
}

enum status journal_reopen(struct journal **journal, const char *path, struct error *error) {
    struct file *file = NULL;
    uint64_t size = 0;
    *journal = NULL;
    enum status status = file_open(&file, path, FILES_EXTEND, error);
    if (status == STATUS_OK) {
        status = end_of_lines(file, &size, error);
    }
    if (status == STATUS_OK) {
        status = file_cut(file, size, error);
    }
    if (status != STATUS_OK) {
        file_close(file);
        return status;
    }
    *journal = make(file, size);
    return STATUS_OK;
}

static enum status verify_line(const char *line, size_t length, size_t limit, struct error *error) {
    if (length == 0 || length >= limit) {
        return error_set(error, STATUS_BROKEN, "a journal line has 1 to %zu bytes, this one %zu", limit - 1, length);
    }
    if (memchr(line, '\n', length) != NULL || memchr(line, '\0', length) != NULL) {
        return error_set(error, STATUS_BROKEN, "a journal line holds a line end or a NUL byte: %.80s", line);
    }
    return STATUS_OK;
}

/* Every call after the failure that stuck gets the same words. */
static enum status repeat(const struct journal *journal, struct error *error) {
    return error_set(error, journal->first.status, "%s", journal->first.message);
}

static enum status write_buffer(struct journal *journal, struct error *error) {
    if (journal->first.status != STATUS_OK) {
        return repeat(journal, error);
    }
    const struct text *buffer = &journal->buffer;
    if (buffer->length != 0 &&
        file_write(journal->file, buffer->string, buffer->length, &journal->first) != STATUS_OK) {
        /* Best effort: a torn line that stays is what readers ignore anyway. */
        file_cut(journal->file, journal->size, NULL);
        return repeat(journal, error);
    }
    journal->size += buffer->length;
    text_clear(&journal->buffer);
    return STATUS_OK;
}

enum status journal_add(struct journal *journal, const char *line, size_t length, struct error *error) {
    if (journal->first.status != STATUS_OK) {
        return repeat(journal, error);
    }
    bool header = journal->size == 0 && journal->buffer.length == 0;
    enum status status = verify_line(line, length, header ? JOURNAL_HEADER_LIMIT : JOURNAL_LINE_LIMIT, error);
    if (status != STATUS_OK) {
        return status;
    }
    text_append_bytes(&journal->buffer, line, length);
    text_append_char(&journal->buffer, '\n');
    return journal->buffer.length < BUFFER_BYTES ? STATUS_OK : write_buffer(journal, error);
}

enum status journal_append(struct journal *journal, const char *line, size_t length, struct error *error) {
    enum status status = journal_add(journal, line, length, error);
    return status == STATUS_OK ? write_buffer(journal, error) : status;
}

enum status journal_sync(struct journal *journal, struct error *error) {
    enum status status = write_buffer(journal, error);
    if (status == STATUS_OK && file_sync(journal->file, &journal->first) != STATUS_OK) {
        status = repeat(journal, error);
    }
    return status;
}

void journal_close(struct journal *journal) {
    if (journal == NULL) {
        return;
    }
    write_buffer(journal, NULL);
    file_close(journal->file);
    text_free(&journal->buffer);
    error_clear(&journal->first);
    free(journal);
}

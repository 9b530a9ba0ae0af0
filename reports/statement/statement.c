#include "statement/statement.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "documents.h"
#include "results/files.h"
#include "statement/document.h"

#define MANIFEST "manifest.sha256"

/* Adds the files of a folder and those below, as paths from the statement's folder. */
static enum status list_all(const char *root, const char *below, struct file_names *all, struct error *error) {
    struct file_names names = {0};
    char *folder = files_join(root, below);
    enum status status = files_list(below[0] == '\0' ? root : folder, &names, error);
    for (size_t i = 0; i < names.count && status == STATUS_OK; i++) {
        char *name = below[0] == '\0' ? memory_string(names.names[i]) : text_make("%s/%s", below, names.names[i]);
        char *path = files_join(root, name);
        if (files_is_folder(path)) {
            status = list_all(root, name, all, error);
            free(name);
        } else {
            all->names = memory_grow(all->names, all->count, &all->capacity, sizeof *all->names);
            all->names[all->count++] = name;
        }
        free(path);
    }
    file_names_free(&names);
    free(folder);
    return status;
}

static enum status copy_file(const char *from, const char *to, struct error *error) {
    struct file *source = NULL;
    struct file *target = NULL;
    char block[16384];
    uint64_t offset = 0;
    size_t got = 0;
    enum status status = file_open(&source, from, FILES_READ, error);
    if (status == STATUS_OK) {
        status = file_open(&target, to, FILES_REPLACE, error);
    }
    do {
        got = 0;
        if (status == STATUS_OK) {
            status = file_read(source, offset, block, sizeof block, &got, error);
        }
        if (status == STATUS_OK && got != 0) {
            status = file_write(target, block, got, error);
            offset += got;
        }
    } while (status == STATUS_OK && got != 0);
    file_close(source);
    file_close(target);
    return status;
}

static enum status write_manifest(const char *out, char digest[SHA256_DIGITS + 1], struct error *error) {
    struct file_names all = {0};
    struct text manifest = {0};
    char *path = files_join(out, MANIFEST);
    enum status status = list_all(out, "", &all, error);
    for (size_t i = 0; i < all.count && status == STATUS_OK; i++) {
        char *file = files_join(out, all.names[i]);
        if (strcmp(all.names[i], MANIFEST) != 0) {
            char digits[SHA256_DIGITS + 1];
            status = sha256_of_file(file, digits, error);
            text_format(&manifest, "%s  %s\n", digits, all.names[i]);
        }
        free(file);
    }
    if (status == STATUS_OK) {
        status = files_write(path, text_string(&manifest), manifest.length, error);
    }
    if (status == STATUS_OK) {
        status = sha256_of_file(path, digest, error);
    }
    file_names_free(&all);
    text_free(&manifest);
    free(path);
    return status;
}

static enum status write_documents(const struct results *results, const char *out, struct error *error) {
    struct folder folder;
    struct report_options options = {.out = out, .statement = true};
    enum status status = folder_start(&folder, out, error);
    if (status != STATUS_OK) {
        return status;
    }
    status = documents_write(results, &options, &folder, error);
    if (status == STATUS_OK) {
        status = statement_page(results, &folder, error);
    }
    if (status != STATUS_OK) {
        folder_abandon(&folder);
        return status;
    }
    return folder_commit(&folder, error);
}

enum status statement_write(const struct results *results, const char *out, char digest[SHA256_DIGITS + 1],
                            struct error *error) {
    size_t open = results->counts[VERDICT_NOTRUN] + results->counts[VERDICT_INCOMPLETE];
    size_t broken = results->counts[VERDICT_BROKEN];
    int code = results_exit_code(results);
    if (open != 0 || broken != 0 || code >= 3) {
        return error_set(error, STATUS_INCOMPLETE,
                         "a statement needs a run that is complete and not broken; this one has %zu results that never "
                         "came, %zu that are broken, and the exit code %d",
                         open, broken, code);
    }
    char *manifest = files_join(out, MANIFEST);
    char *journal = files_join(out, "journal.jsonl");
    bool taken = files_exists(journal) && !files_exists(manifest);
    free(manifest);
    if (taken) {
        free(journal);
        return error_set(error, STATUS_USAGE, "%s is the folder of a run; name another for the statement", out);
    }
    enum status status = write_documents(results, out, error);
    if (status == STATUS_OK) {
        char *from = files_join(results->folder, "journal.jsonl");
        status = copy_file(from, journal, error);
        free(from);
    }
    free(journal);
    return status == STATUS_OK ? write_manifest(out, digest, error) : status;
}

static void find(struct text *findings, const char *name, const char *what) {
    text_format(findings, "%s %s\n", name, what);
}

static bool is_digest(const char *text) {
    return strspn(text, "0123456789abcdef") == SHA256_DIGITS && text[SHA256_DIGITS] == ' ' &&
           text[SHA256_DIGITS + 1] == ' ' && text[SHA256_DIGITS + 2] != '\0';
}

/* Compares one file with its line "digest  name"; the name is taken out of the list of files that are there. */
static void verify_line(const char *folder, const char *line, struct file_names *there, struct text *findings) {
    const char *name = line + SHA256_DIGITS + 2;
    char digits[SHA256_DIGITS + 1];
    char *path = files_join(folder, name);
    for (size_t i = 0; i < there->count; i++) {
        if (there->names[i] != NULL && strcmp(there->names[i], name) == 0) {
            free(there->names[i]);
            there->names[i] = NULL;
            if (sha256_of_file(path, digits, NULL) != STATUS_OK) {
                find(findings, name, "cannot be read");
            } else if (strncmp(digits, line, SHA256_DIGITS) != 0) {
                find(findings, name, "was altered: its hash is not the manifest's");
            }
            free(path);
            return;
        }
    }
    find(findings, name, "is missing");
    free(path);
}

static enum status verify_manifest(const char *folder, const char *manifest, struct file_names *there,
                                   struct text *findings, struct error *error) {
    while (*manifest != '\0') {
        size_t length = strcspn(manifest, "\n");
        char *line = memory_zeroed(length + 1, 1);
        memcpy(line, manifest, length);
        if (!is_digest(line)) {
            error_set(error, STATUS_FAILED, "%s/" MANIFEST " has a line that is no hash and name: %.80s", folder, line);
            free(line);
            return STATUS_FAILED;
        }
        verify_line(folder, line, there, findings);
        free(line);
        manifest += length + (manifest[length] == '\n');
    }
    for (size_t i = 0; i < there->count; i++) {
        if (there->names[i] != NULL && strcmp(there->names[i], MANIFEST) != 0) {
            find(findings, there->names[i], "is not in the manifest");
        }
    }
    return STATUS_OK;
}

/* Makes every document again and names those that come out otherwise. Another version of the tool may write other pages
 * for the same results, so it compares only results.json. */
static void verify_documents(const struct results *results, const char *folder, struct text *findings,
                             struct error *error) {
    struct folder compared;
    bool same_tool = strcmp(results->tool_version, WSPCHECK_VERSION) == 0;
    struct report_options options = {.formats = same_tool ? REPORT_ALL : REPORT_JSON, .statement = true};
    folder_start_comparison(&compared, folder);
    enum status status = documents_write(results, &options, &compared, error);
    if (status == STATUS_OK && same_tool) {
        statement_page(results, &compared, error);
    }
    const char *names = text_string(&compared.differences);
    while (*names != '\0') {
        size_t length = strcspn(names, "\n");
        text_format(findings, "%.*s is not what the journal gives\n", (int)length, names);
        names += length + 1;
    }
    folder_abandon(&compared);
}

enum status statement_verify(const char *folder, struct text *findings, char digest[SHA256_DIGITS + 1],
                             struct error *error) {
    struct file_names there = {0};
    struct text manifest = {0};
    struct results *results = NULL;
    char *path = files_join(folder, MANIFEST);
    if (!files_exists(path)) {
        free(path);
        return error_set(error, STATUS_USAGE, "%s is no statement: it has no " MANIFEST, folder);
    }
    enum status status = files_read(path, &manifest, error);
    if (status == STATUS_OK) {
        status = sha256_of_file(path, digest, error);
    }
    if (status == STATUS_OK) {
        status = list_all(folder, "", &there, error);
    }
    if (status == STATUS_OK) {
        status = verify_manifest(folder, text_string(&manifest), &there, findings, error);
    }
    if (status == STATUS_OK) {
        status = results_load(&results, folder, error);
    }
    if (status == STATUS_OK) {
        struct error failure = {0};
        verify_documents(results, folder, findings, &failure);
        status = failure.status == STATUS_OK ? STATUS_OK : error_set(error, failure.status, "%s", failure.message);
        error_clear(&failure);
    }
    results_free(results);
    file_names_free(&there);
    text_free(&manifest);
    free(path);
    return status;
}

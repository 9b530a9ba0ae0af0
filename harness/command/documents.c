#include "command/documents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/wide.h"
#include "command/paths.h"

static char *full_path(const char *given) {
    wchar_t *wide = path_from_user(given);
    char *path = wide_to_utf8(wide);
    free(wide);
    return path;
}

/* The row of an option "--name" or "--name=value"; *value is behind the sign, or NULL. */
static const struct argument *find(const struct argument *table, const char *word, const char **value) {
    const char *name = word + 2;
    size_t length = strcspn(name, "=");
    *value = name[length] == '=' ? name + length + 1 : NULL;
    for (; table->name != NULL; table++) {
        if (strlen(table->name) == length && strncmp(table->name, name, length) == 0) {
            return table;
        }
    }
    return NULL;
}

static void take(const struct argument *option, const char *value) {
    if (option->path != NULL) {
        free(*option->path);
        *option->path = full_path(value);
    } else {
        *option->value = value;
    }
}

enum status arguments_parse(struct arguments *arguments, int argc, char **argv, const struct argument *table,
                            size_t least, size_t most, const char *usage, struct error *error) {
    *arguments = (struct arguments){.folders = memory_zeroed((size_t)argc, sizeof(char *))};
    for (int i = 1; i < argc; i++) {
        const char *value = NULL;
        if (strncmp(argv[i], "--", 2) != 0) {
            arguments->folders[arguments->count++] = full_path(argv[i]);
            continue;
        }
        const struct argument *option = find(table, argv[i], &value);
        if (option == NULL || (option->flag != NULL && value != NULL)) {
            return error_set(error, STATUS_USAGE, "\"%s\" is not an option of %s; usage: %s", argv[i], argv[0], usage);
        }
        if (option->flag != NULL) {
            *option->flag = true;
        } else if (value == NULL && i + 1 == argc) {
            return error_set(error, STATUS_USAGE, "--%s expects a value; usage: %s", option->name, usage);
        } else {
            take(option, value != NULL ? value : argv[++i]);
        }
    }
    if (arguments->count < least || arguments->count > most) {
        return error_set(error, STATUS_USAGE, "usage: %s", usage);
    }
    return STATUS_OK;
}

void arguments_free(struct arguments *arguments) {
    for (size_t i = 0; i < arguments->count; i++) {
        free(arguments->folders[i]);
    }
    free(arguments->folders);
    *arguments = (struct arguments){0};
}

enum status arguments_load(struct results **results, const char *folder, struct error *error) {
    enum status status = results_load(results, folder, error);
    if (status == STATUS_FAILED) {
        error->status = STATUS_USAGE;
    }
    return error->status == STATUS_OK ? status : error->status;
}

enum status arguments_formats(struct report_options *options, const char *words, struct error *error) {
    enum status status = STATUS_OK;
    while (words != NULL && *words != '\0' && status == STATUS_OK) {
        size_t length = strcspn(words, ",");
        char *word = text_make("%.*s", (int)length, words);
        status = report_options_add_format(options, word, error);
        free(word);
        words += length + (words[length] == ',');
    }
    return status;
}

static enum status tell(const struct results *results, const struct telling *telling, struct error *error) {
    const struct results *baseline = telling->options.baseline;
    struct text text = {0};
    enum status status = STATUS_OK;
    reports_summary(results, &telling->summary, &text);
    if (baseline != NULL) {
        reports_changes(results, baseline, &text);
    }
    if (telling->to_ci) {
        status = reports_github(results, baseline, &text, error);
    }
    if (!telling->silent) {
        arguments_print(&text);
    }
    text_free(&text);
    return status;
}

enum status telling_of(const struct results *results, struct telling *telling, struct error *error) {
    struct results *baseline = NULL;
    enum status status = reports_find_baseline(&baseline, results, telling->baseline, telling->options.history, error);
    /* What fails takes nothing else with it. */
    telling->options.baseline = baseline;
    enum status written = reports_write(results, &telling->options, status == STATUS_OK ? error : NULL);
    status = status == STATUS_OK ? written : status;
    enum status told = tell(results, telling, status == STATUS_OK ? error : NULL);
    telling->options.baseline = NULL;
    results_free(baseline);
    return status == STATUS_OK ? told : status;
}

char *arguments_shown(const char *path) {
    wchar_t *wide = wide_from_utf8(path);
    char *shown = path_for_user(wide);
    free(wide);
    return shown;
}

void arguments_print(const struct text *text) {
    fwrite(text_string(text), 1, text->length, stdout);
    fflush(stdout);
}

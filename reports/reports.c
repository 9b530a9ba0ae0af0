#include "reports.h"

#include <string.h>

#include "document/output.h"
#include "documents.h"
#include "html/html.h"
#include "junit/junit.h"
#include "tap/tap.h"
#include "json/results_json.h"

struct writer {
    unsigned format;
    const char *file;
    void (*write)(const struct results *results, struct output *output);
};

static const struct writer writers[] = {
    {REPORT_JSON, "results.json", results_json},
    {REPORT_JUNIT, "junit.xml", junit_xml},
    {REPORT_TAP, "results.tap", tap_14},
};

static enum status write_file(const struct results *results, const struct writer *writer, struct folder *folder,
                              struct error *error) {
    struct output output;
    enum status status = folder_open(folder, writer->file, &output, error);
    if (status == STATUS_OK) {
        writer->write(results, &output);
        status = output_finish(&output, error);
    }
    return status;
}

enum status documents_write(const struct results *results, const struct report_options *options, struct folder *folder,
                            struct error *error) {
    unsigned formats = options->formats == 0 ? REPORT_ALL : options->formats;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof writers / sizeof writers[0] && status == STATUS_OK; i++) {
        if ((formats & writers[i].format) != 0) {
            status = write_file(results, &writers[i], folder, error);
        }
    }
    if (status == STATUS_OK && (formats & REPORT_HTML) != 0) {
        status = html_write(results, options, folder, error);
    }
    return status;
}

enum status reports_write(const struct results *results, const struct report_options *options, struct error *error) {
    struct folder folder;
    enum status status = folder_start(&folder, options->out == NULL ? results->folder : options->out, error);
    if (status != STATUS_OK) {
        return status;
    }
    status = documents_write(results, options, &folder, error);
    if (status != STATUS_OK) {
        folder_abandon(&folder);
        return status;
    }
    return folder_commit(&folder, error);
}

enum status reports_junit(const struct results *results, const char *path, struct error *error) {
    struct output output = {0};
    junit_xml(results, &output);
    enum status status = files_write(path, text_string(&output.text), output.text.length, error);
    text_free(&output.text);
    return status;
}

enum status report_options_add_format(struct report_options *options, const char *name, struct error *error) {
    static const char *const names[] = {"json", "junit", "tap", "html"};
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(name, names[i]) == 0) {
            options->formats |= 1u << i;
            return STATUS_OK;
        }
    }
    if (strcmp(name, "single-file") == 0) {
        options->formats |= REPORT_HTML;
        options->single_file = true;
        return STATUS_OK;
    }
    return error_set(error, STATUS_USAGE, "there is no report format \"%s\", only json, junit, tap, html, single-file",
                     name);
}

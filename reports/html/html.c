#include "html/html.h"

#include <stdlib.h>
#include <string.h>

#include "html/site.h"

extern const char *const report_sheet[];

static enum status write_sheet(struct site *site, struct error *error) {
    enum status status = folder_open(site->folder, "report.css", &site->output, error);
    if (status == STATUS_OK) {
        for (const char *const *line = report_sheet; *line != NULL; line++) {
            put(site, *line);
        }
        status = output_finish(&site->output, error);
    }
    return status;
}

/* The overview last, which the single file's style relies on. */
static enum status write_pages(struct site *site, struct error *error) {
    static enum status (*const writers[])(struct site * site, struct error * error) = {
        write_scenarios, write_requirements, write_providers, write_lists, write_changes, write_suite, write_overview};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof writers / sizeof writers[0] && status == STATUS_OK; i++) {
        status = writers[i](site, error);
    }
    return status;
}

static enum status write_single(struct site *site, struct error *error) {
    enum status status = single_open(site, error);
    if (status == STATUS_OK) {
        status = write_pages(site, error);
        enum status closed = single_close(site, status == STATUS_OK ? error : NULL);
        status = status == STATUS_OK ? closed : status;
    }
    return status;
}

static enum status write_folder(struct site *site, struct error *error) {
    static const char *const below[] = {"provider", "scenario", "requirement"};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof below / sizeof below[0] && status == STATUS_OK; i++) {
        status = folder_add_pages(site->folder, below[i], error);
    }
    if (status == STATUS_OK) {
        status = write_sheet(site, error);
    }
    return status == STATUS_OK ? write_pages(site, error) : status;
}

/* What the report is compared with, and proved by. */
struct sources {
    struct changes changes;
    struct trend trend;
    struct proof proof;
};

static enum status read_sources(struct sources *sources, struct site *site, const struct report_options *options,
                                struct error *error) {
    enum status status = STATUS_OK;
    if (options->baseline != NULL) {
        changes_find(&sources->changes, options->baseline, site->results);
        site->changes = &sources->changes;
    }
    if (options->history != NULL) {
        status = trend_read(&sources->trend, options->history, site->results, error);
        site->trend = &sources->trend;
    }
    if (options->proof == NULL) {
        proof_of_results(&sources->proof, site->results);
    } else if (status == STATUS_OK) {
        status = proof_read(&sources->proof, options->proof, error);
    }
    site->proof = sources->proof.count == 0 ? NULL : &sources->proof;
    return status;
}

enum status html_write(const struct results *results, const struct report_options *options, struct folder *folder,
                       struct error *error) {
    struct sources sources = {0};
    struct site site = {
        .results = results, .folder = folder, .single = options->single_file, .statement = options->statement};
    site.text = &site.output.text;
    site_count_lists(&site);
    site_order_providers(&site);
    enum status status = read_sources(&sources, &site, options, error);
    if (status == STATUS_OK) {
        status = site.single ? write_single(&site, error) : write_folder(&site, error);
    }
    /* After a failure a page may still be open. */
    output_finish(&site.output, NULL);
    free(site.order);
    changes_free(&sources.changes);
    trend_free(&sources.trend);
    proof_free(&sources.proof);
    return status;
}

#include "command/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <winsock2.h>

#include <windows.h>

#include "base/clock.h"
#include "base/memory.h"
#include "run/ending.h"

#define COLUMNS_WITHOUT_WORD 80
#define SHOW_EVERY_US 100000ull

unsigned progress_terminal(void) {
    const char *word = getenv("WSPCHECK_TERMINAL");
    if (word != NULL && *word != '\0') {
        unsigned long columns = strtoul(word, NULL, 10);
        return columns < 20 || columns > 1000 ? COLUMNS_WITHOUT_WORD : (unsigned)columns;
    }
    CONSOLE_SCREEN_BUFFER_INFO info;
    if (!GetConsoleScreenBufferInfo(GetStdHandle(STD_OUTPUT_HANDLE), &info) || info.dwSize.X < 20) {
        return 0;
    }
    return (unsigned)info.dwSize.X;
}

static void hide_line(struct progress *progress) {
    if (progress->line_shown) {
        printf("\r%*s\r", (int)progress->columns - 1, "");
        progress->line_shown = false;
    }
}

static void append_time_left(const struct progress *progress, struct text *line) {
    unsigned long long elapsed = clock_us() - progress->started_us;
    if (progress->done < 5 || elapsed < 2000000) {
        return;
    }
    unsigned long long left = elapsed / progress->done * (progress->total - progress->done) / 1000000;
    if (left >= 120) {
        text_format(line, ", about %llu min left", (left + 30) / 60);
    } else {
        text_format(line, ", about %llu s left", left + 1);
    }
}

static void show_line(struct progress *progress, const char *id) {
    unsigned long long now = clock_us();
    if (progress->columns == 0 || progress->quiet || now - progress->shown_us < SHOW_EVERY_US) {
        return;
    }
    struct text line = {0};
    text_format(&line, "[%zu/%zu] %zu not as they should be", progress->done, progress->total, progress->failures);
    append_time_left(progress, &line);
    text_format(&line, "  %s", id);
    hide_line(progress);
    printf("%.*s", (int)progress->columns - 1, line.string);
    fflush(stdout);
    progress->line_shown = true;
    progress->shown_us = now;
    text_free(&line);
}

static const char *id_of(const struct progress *progress, const struct item *item) {
    return progress->plan->scenarios[item->scenario].id;
}

static void started(void *context, const struct item *item) { show_line(context, id_of(context, item)); }

static void print_scenario(const struct progress *progress, const struct item *item, const struct ending *ending) {
    const char *reason = ending->reason == NULL ? "" : ending->reason;
    printf("%-14s %s  (%s%s", verdict_names[ending->verdict], id_of(progress, item),
           progress->plan->providers[item->provider].name, progress->plan->rounds > 1 ? "" : ")");
    if (progress->plan->rounds > 1) {
        printf(", round %u)", item->round);
    }
    printf("%s%s\n", *reason == '\0' ? "" : ": ", reason);
}

static void finished(void *context, const struct item *item, const struct ending *ending) {
    struct progress *progress = context;
    bool good = verdict_is_good(ending->verdict);
    progress->done++;
    progress->failures += !good;
    if (!progress->quiet && (progress->verbose || !good)) {
        hide_line(progress);
        print_scenario(progress, item, ending);
    }
    size_t *remaining = &progress->remaining[item->provider];
    *remaining -= *remaining != 0;
    if (*remaining == 0 && !progress->quiet) {
        hide_line(progress);
        printf("done with %s (%zu of %zu in all)\n", progress->plan->providers[item->provider].name, progress->done,
               progress->total);
    }
    show_line(progress, id_of(progress, item));
    fflush(stdout);
}

static void given_up(void *context, size_t provider, const char *reason) {
    struct progress *progress = context;
    progress->total -= progress->remaining[provider];
    progress->remaining[provider] = 0;
    hide_line(progress);
    printf("%s: %s\n", progress->plan->providers[provider].name, reason);
    fflush(stdout);
}

static void waiting(void *context, unsigned long process) {
    hide_line(context);
    printf("process %lu waits for a debugger\n", process);
    fflush(stdout);
}

void progress_start(struct progress *progress, const struct plan *plan, const struct ledger *ledger, bool quiet,
                    bool verbose) {
    *progress = (struct progress){.plan = plan,
                                  .quiet = quiet,
                                  .verbose = verbose,
                                  .columns = progress_terminal(),
                                  .total = ledger_count(ledger, CELL_OPEN),
                                  .started_us = clock_us()};
    progress->remaining = memory_zeroed(plan->provider_count, sizeof *progress->remaining);
    for (size_t i = 0; i < plan->provider_count; i++) {
        struct item item;
        size_t position = 0;
        while (ledger_walk(ledger, i, &position, &item)) {
            progress->remaining[i] += ledger_get(ledger, &item) == CELL_OPEN;
        }
    }
}

struct watcher progress_watcher(struct progress *progress) {
    return (struct watcher){
        .started = started, .finished = finished, .given_up = given_up, .waiting = waiting, .context = progress};
}

void progress_finish(struct progress *progress) {
    hide_line(progress);
    free(progress->remaining);
    *progress = (struct progress){0};
}

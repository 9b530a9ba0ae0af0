/* The run that a report compares with. */
#include "compare/trend.h"
#include "reports.h"

/* Of old nights only the numbers may have been kept, and one that is damaged must not spoil all nights after it. */
static enum status find_newest(struct results **baseline, const struct results *results, const char *history,
                               struct error *error) {
    struct trend trend;
    enum status status = trend_read(&trend, history, results, error);
    /* The last point is the run at hand. */
    for (size_t i = trend.count; i-- > 1 && *baseline == NULL;) {
        results_load(baseline, trend.points[i - 1].run, NULL);
    }
    trend_free(&trend);
    return status;
}

enum status reports_find_baseline(struct results **baseline, const struct results *results, const char *folder,
                                  const char *history, struct error *error) {
    *baseline = NULL;
    if (folder != NULL) {
        return results_load(baseline, folder, error);
    }
    return history == NULL ? STATUS_OK : find_newest(baseline, results, history, error);
}

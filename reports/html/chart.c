#include "html/chart.h"

#include <string.h>

#define WIDTH 900
#define NARROW 200
#define HEIGHT 170
#define FLOOR 140 /* where the bars stand */
#define TOP 10

static size_t sum(const size_t counts[VERDICTS]) {
    size_t total = 0;
    for (size_t i = 0; i < VERDICTS; i++) {
        total += counts[i];
    }
    return total;
}

static size_t highest(const struct trend *trend) {
    size_t most = 1;
    for (size_t i = 0; i < trend->count; i++) {
        size_t total = sum(trend->points[i].counts);
        most = total > most ? total : most;
    }
    return most;
}

/* A column with the good verdicts at the bottom, so that trouble is what moves its upper part. */
static void put_column(struct site *site, const struct trend_point *point, double x, double width, size_t most) {
    double y = FLOOR;
    for (size_t i = VERDICTS; i-- > 0;) {
        double height = (double)(FLOOR - TOP) * (double)point->counts[i] / (double)most;
        if (point->counts[i] != 0) {
            y -= height;
            putf(site, "<rect class=\"f-%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n",
                 verdict_names[i], x, y, width, height);
        }
    }
}

static void put_dates(struct site *site, const struct trend *trend, double step) {
    for (size_t i = 0; i < trend->count; i++) {
        bool last = i + 1 == trend->count;
        if (i == 0 || last) {
            putf(site, "<text x=\"%.1f\" y=\"160\" font-size=\"13\" text-anchor=\"%s\">",
                 last ? step * (double)trend->count : 0.0, last ? "end" : "start");
            char day[11] = "";
            strncpy(day, trend->points[i].started, sizeof day - 1);
            put_text(site, day);
            put(site, "</text>\n");
        }
    }
}

static void put_numbers(struct site *site, const struct trend *trend) {
    static const enum verdict shown[] = {VERDICT_BROKEN, VERDICT_CRASH, VERDICT_TIMEOUT,
                                         VERDICT_FAIL,   VERDICT_WARN,  VERDICT_PASS};
    put_table_start(site, "plain", "The same in numbers");
    put(site, "<thead><tr><th scope=\"col\">Run</th>");
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
        putf(site, "<th scope=\"col\" class=\"num\">%s</th>", verdict_names[shown[i]]);
    }
    put(site, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < trend->count; i++) {
        put(site, "<tr><th scope=\"row\">");
        put_time(site, trend->points[i].started);
        put(site, "</th>");
        for (size_t j = 0; j < sizeof shown / sizeof shown[0]; j++) {
            putf(site, "<td class=\"num\">%zu</td>", trend->points[i].counts[shown[j]]);
        }
        put(site, "</tr>\n");
    }
    put(site, "</tbody>");
    put_table_end(site);
}

void put_trend(struct site *site) {
    const struct trend *trend = site->trend;
    if (trend == NULL || trend->count < 2) {
        return;
    }
    double step = (double)WIDTH / (double)trend->count;
    size_t most = highest(trend);
    step = step > 60 ? 60 : step;
    /* Few runs make a narrow chart, which a phone shows at its full size. */
    int width = step * (double)trend->count < NARROW ? NARROW : (int)(step * (double)trend->count);
    put(site, "<h2>The last runs</h2>\n<div class=\"card\">\n");
    putf(site,
         "<svg class=\"chart\" role=\"img\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" aria-label=\"Verdicts of "
         "the last %zu runs, the "
         "newest on the right\">\n",
         width, HEIGHT, width, HEIGHT, trend->count);
    for (size_t i = 0; i < trend->count; i++) {
        put_column(site, &trend->points[i], step * (double)i, step * 0.8, most);
    }
    putf(site, "<path class=\"axis\" d=\"M0 %dH%d\" fill=\"none\" stroke=\"#888888\"/>\n", FLOOR, width);
    put_dates(site, trend, step);
    put(site, "</svg>\n</div>\n");
    put_numbers(site, trend);
}

#include "document/areas.h"

#include <stdlib.h>

#include "base/memory.h"
#include "results/strings.h"

static void add(struct areas *areas, struct lookup *lookup, size_t index, const char *name) {
    size_t known = lookup_add(lookup, name, areas->count);
    if (known == SIZE_MAX) {
        known = areas->count++;
        areas->names[known] = name;
    }
    areas->of[index] = known;
}

static void make_room(struct areas *areas, size_t count) {
    *areas = (struct areas){0};
    areas->names = memory_zeroed(count, sizeof *areas->names);
    areas->of = memory_zeroed(count, sizeof *areas->of);
}

void areas_of_scenarios(struct areas *areas, const struct results *results) {
    struct lookup lookup = {0};
    make_room(areas, results->scenario_count);
    for (size_t i = 0; i < results->scenario_count; i++) {
        add(areas, &lookup, i, results->scenarios[i].area);
    }
    lookup_free(&lookup);
}

void areas_of_requirements(struct areas *areas, const struct results *results) {
    struct lookup lookup = {0};
    make_room(areas, results->requirement_count);
    for (size_t i = 0; i < results->requirement_count; i++) {
        add(areas, &lookup, i, results->requirements[i].area);
    }
    lookup_free(&lookup);
}

void areas_free(struct areas *areas) {
    free(areas->names);
    free(areas->of);
    *areas = (struct areas){0};
}

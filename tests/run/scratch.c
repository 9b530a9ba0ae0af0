#include "scratch.h"

#include <stdlib.h>

#include <winsock2.h>

#include <windows.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/wide.h"
#include "results/files.h"

char *scratch_make(const char *name) {
    wchar_t wide[MAX_PATH];
    GetTempPathW(MAX_PATH, wide);
    char *base = wide_to_utf8(wide);
    char *folder = text_make("%s%s-%lu-%llu", base, name, GetCurrentProcessId(), clock_us());
    files_make_folder(folder, NULL);
    free(base);
    return folder;
}

void scratch_remove(const char *folder) {
    struct file_names names = {0};
    files_list(folder, &names, NULL);
    for (size_t i = 0; i < names.count; i++) {
        char *path = files_join(folder, names.names[i]);
        if (files_is_folder(path)) {
            scratch_remove(path);
        } else {
            files_remove(path, NULL);
        }
        free(path);
    }
    file_names_free(&names);
    files_remove_folder(folder, NULL);
}

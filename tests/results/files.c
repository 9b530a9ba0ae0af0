#include "results/files.h"

#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "unit.h"

static void expect_content(const char *path, const char *expected) {
    struct text text = {0};
    CU_ASSERT_EQUAL(files_read(path, &text, NULL), STATUS_OK);
    CU_ASSERT_STRING_EQUAL(text_string(&text), expected);
    text_free(&text);
}

static void files_are_replaced_at_once(void) {
    char *folder = scratch_folder("files-replace");
    char *path = files_join(folder, "a.txt");
    CU_ASSERT_EQUAL(files_write(path, "old and long", 12, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(files_write(path, "new", 3, NULL), STATUS_OK);
    expect_content(path, "new");
    struct file_names names = {0};
    CU_ASSERT_EQUAL(files_list(folder, &names, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(names.count, 1);
    file_names_free(&names);
    free(path);
    free(folder);
}

static void names_need_not_be_ascii(void) {
    char *folder = scratch_folder("files-names");
    char *deep = files_join(folder, "Gr\xC3\xBC\xC3\x9F"
                                    "e/\xE6\x97\xA5\xE6\x9C\xAC");
    CU_ASSERT_EQUAL(files_make_folder(deep, NULL), STATUS_OK);
    CU_ASSERT_TRUE(files_is_folder(deep));
    char *path = files_join(deep, "\xD1\x84.txt");
    CU_ASSERT_EQUAL(files_write(path, "x", 1, NULL), STATUS_OK);
    struct file_names names = {0};
    CU_ASSERT_EQUAL(files_list(deep, &names, NULL), STATUS_OK);
    CU_ASSERT_EQUAL_FATAL(names.count, 1);
    CU_ASSERT_STRING_EQUAL(names.names[0], "\xD1\x84.txt");
    file_names_free(&names);
    free(path);
    free(deep);
    free(folder);
}

static void paths_may_be_longer_than_260_characters(void) {
    char *path = scratch_folder("files-long");
    for (int i = 0; i < 12; i++) {
        char *longer = text_make("%s/a-folder-of-thirty-one-characters", path);
        free(path);
        path = longer;
    }
    CU_ASSERT_EQUAL_FATAL(files_make_folder(path, NULL), STATUS_OK);
    char *file = files_join(path, "end.txt");
    CU_ASSERT_TRUE(strlen(file) > 400);
    CU_ASSERT_EQUAL(files_write(file, "deep", 4, NULL), STATUS_OK);
    expect_content(file, "deep");
    CU_ASSERT_EQUAL(files_remove(file, NULL), STATUS_OK);
    CU_ASSERT_FALSE(files_exists(file));
    free(file);
    free(path);
}

static void errors_name_the_path_and_the_reason(void) {
    struct error error = {0};
    struct text text = {0};
    CU_ASSERT_EQUAL(files_read("scratch/none/none.txt", &text, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "scratch/none/none.txt: "));
    CU_ASSERT_EQUAL(files_remove("scratch/none/none.txt", NULL), STATUS_OK);
    CU_ASSERT_FALSE(files_exists("scratch/none/none.txt"));
    error_clear(&error);
    text_free(&text);
}

static void a_file_in_the_way_of_a_folder_is_an_error(void) {
    char *folder = scratch_folder("files-way");
    char *path = files_join(folder, "x");
    struct error error = {0};
    CU_ASSERT_EQUAL(files_write(path, "", 0, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(files_make_folder(path, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL(error.message);
    error_clear(&error);
    free(path);
    free(folder);
}

static void reading_at_offsets_and_cutting(void) {
    char *folder = scratch_folder("files-offsets");
    char *path = files_join(folder, "x");
    struct file *file = NULL;
    char buffer[8] = "";
    size_t got = 0;
    uint64_t size = 0;
    CU_ASSERT_EQUAL_FATAL(file_open(&file, path, FILES_CREATE, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(file_write(file, "0123456789", 10, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(file_read(file, 7, buffer, sizeof buffer, &got, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(got, 3);
    CU_ASSERT_EQUAL(memcmp(buffer, "789", 3), 0);
    CU_ASSERT_EQUAL(file_cut(file, 4, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(file_write(file, "ab", 2, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(file_size(file, &size, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(size, 6);
    file_close(file);
    expect_content(path, "0123ab");
    CU_ASSERT_EQUAL(file_open(&file, path, FILES_CREATE, NULL), STATUS_FAILED);
    free(path);
    free(folder);
}

static void paths_are_joined(void) {
    static const char *const rows[][3] = {{"a", "b", "a/b"}, {"a/", "b", "a/b"},      {"", "b", "b"},
                                          {"a", "/b", "/b"}, {"a", "C:\\b", "C:\\b"}, {"a\\", "b", "a\\b"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *path = files_join(rows[i][0], rows[i][1]);
        CU_ASSERT_STRING_EQUAL(path, rows[i][2]);
        free(path);
    }
}

static const struct unit_case cases[] = {
    {"files are replaced at once", files_are_replaced_at_once},
    {"names need not be ASCII", names_need_not_be_ascii},
    {"paths may be longer than 260 characters", paths_may_be_longer_than_260_characters},
    {"errors name the path and the reason", errors_name_the_path_and_the_reason},
    {"a file in the way of a folder is an error", a_file_in_the_way_of_a_folder_is_an_error},
    {"reading at offsets, and cutting", reading_at_offsets_and_cutting},
    {"paths are joined", paths_are_joined},
};

UNIT_MAIN("results: files", cases)

#include "command/paths.h"

#include <stdlib.h>
#include <string.h>

#include <windows.h>

#include "base/text.h"
#include "base/wide.h"
#include "catalog/system.h"
#include "unit.h"

static void a_windows_path_stays_and_is_made_full(void) {
    wchar_t *path = path_from_user("C:\\windows\\..\\x.dll");
    CU_ASSERT_EQUAL(wcscmp(path, L"C:\\x.dll"), 0);
    free(path);
}

static void a_relative_path_starts_at_the_current_folder(void) {
    wchar_t here[MAX_PATH];
    GetCurrentDirectoryW(MAX_PATH, here);
    wchar_t *path = path_from_user("./folder/x.dll");
    CU_ASSERT_EQUAL(wcsncmp(path, here, wcslen(here)), 0);
    wchar_t *rest = path + wcslen(here);
    CU_ASSERT_EQUAL(wcscmp(rest[0] == L'\\' && here[wcslen(here) - 1] != L'\\' ? rest + 1 : rest, L"folder\\x.dll"), 0);
    free(path);
}

/* Whatever drive is current, a Unix path starts at the Unix root, which is never the prefix's C:. */
static void a_unix_path_does_not_depend_on_the_current_drive(void) {
    wchar_t here[MAX_PATH];
    GetCurrentDirectoryW(MAX_PATH, here);
    CU_ASSERT_TRUE(SetCurrentDirectoryW(L"C:\\"));
    wchar_t *path = path_from_user("/nowhere/x.dll");
    CU_ASSERT_TRUE(SetCurrentDirectoryW(here));
    CU_ASSERT_EQUAL(_wcsicmp(path, L"C:\\nowhere\\x.dll") != 0, system_wine_version() != NULL);
    free(path);
}

static void a_rooted_path_is_full_whether_it_exists_or_not(void) {
    wchar_t *path = path_from_user("/nowhere at all/\xC3\xA4/x.dll");
    CU_ASSERT_TRUE(wcslen(path) > 3);
    CU_ASSERT_EQUAL(path[1], L':');
    CU_ASSERT_EQUAL(wcscmp(path + 2, L"\\nowhere at all\\\u00E4\\x.dll"), 0);
    free(path);
}

/* Wine answers for files that exist; others are shown all the same. */
static void a_path_to_nowhere_is_shown_as_it_was_given(void) {
    static const char given[] = "/nowhere at all/\xC3\xA4/x.dll";
    wchar_t *path = path_from_user(given);
    char *shown = path_for_user(path);
    if (system_wine_version() != NULL) {
        CU_ASSERT_STRING_EQUAL(shown, given);
    } else {
        wchar_t *back = wide_from_utf8(shown);
        CU_ASSERT_EQUAL(wcscmp(back, path), 0);
        free(back);
    }
    free(shown);
    free(path);
}

static void what_is_shown_to_a_user_leads_back(void) {
    wchar_t program[MAX_PATH];
    GetModuleFileNameW(NULL, program, MAX_PATH);
    char *shown = path_for_user(program);
    wchar_t *back = path_from_user(shown);
    CU_ASSERT_EQUAL(_wcsicmp(program, back), 0);
    CU_ASSERT_EQUAL(shown[0] == '/', system_wine_version() != NULL);
    free(shown);
    free(back);
}

static void a_file_of_the_prefix_is_shown_where_its_user_finds_it(void) {
    char *shown = path_for_user(L"C:\\");
    CU_ASSERT_EQUAL(shown[0] == '/', system_wine_version() != NULL);
    CU_ASSERT_EQUAL(strcmp(shown, "C:\\") == 0, system_wine_version() == NULL);
    wchar_t *back = path_from_user(shown);
    CU_ASSERT_EQUAL(wcsncmp(back, L"C:\\", 2), 0);
    free(back);
    free(shown);
}

static const struct unit_case cases[] = {
    {"a Windows path stays and is made full", a_windows_path_stays_and_is_made_full},
    {"a relative path starts at the current folder", a_relative_path_starts_at_the_current_folder},
    {"a Unix path does not depend on the current drive", a_unix_path_does_not_depend_on_the_current_drive},
    {"a rooted path is full whether it exists or not", a_rooted_path_is_full_whether_it_exists_or_not},
    {"a path to nowhere is shown as it was given", a_path_to_nowhere_is_shown_as_it_was_given},
    {"a file of the prefix is shown where its user finds it", a_file_of_the_prefix_is_shown_where_its_user_finds_it},
    {"what is shown to a user leads back", what_is_shown_to_a_user_leads_back},
};

UNIT_MAIN("paths of users", cases)

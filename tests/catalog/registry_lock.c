/*
 * Writers and readers of the registry catalog that meet. Every case holds for each order in which the threads may come;
 * the limits of the waits are used up by failing runs only.
 */
#include "catalog/registry_lock.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/decode.h"
#include "catalog/registry_keys.h"
#include "samples.h"
#include "scratch.h"
#include "unit.h"

/* A catalog of one installation: two bases with one identifier. */
static enum status install_pair(const struct registry_place *place, unsigned long guid, struct error *error) {
    struct catalog catalog = {0};
    WSAPROTOCOL_INFOW info = sample_base(L"Pair", guid);
    catalog_overlay_add(&catalog, &info, SAMPLE_DLL);
    catalog_overlay_add(&catalog, &info, SAMPLE_DLL);
    enum status status = registry_install(place, &catalog, error);
    catalog_free(&catalog);
    return status;
}

struct job {
    const struct registry_place *place;
    unsigned long guid;
    enum status status;
    struct catalog found;
    struct error error;
    HANDLE thread;
};

static void start(struct job *job, LPTHREAD_START_ROUTINE routine) {
    job->thread = CreateThread(NULL, 0, routine, job, 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(job->thread);
}

static void finish(struct job *job) {
    CU_ASSERT_EQUAL_FATAL(WaitForSingleObject(job->thread, job->place->patience_ms), WAIT_OBJECT_0);
    CloseHandle(job->thread);
    CU_ASSERT_EQUAL(job->status, STATUS_OK);
    error_clear(&job->error);
}

static DWORD WINAPI install_job(void *context) {
    struct job *job = context;
    job->status = install_pair(job->place, job->guid, &job->error);
    return 0;
}

static DWORD WINAPI read_job(void *context) {
    struct job *job = context;
    job->status = registry_read(&job->found, job->place, &job->error);
    return 0;
}

static void the_lock_is_named_after_the_serial(void) {
    wchar_t name[REGISTRY_LOCK_NAME_UNITS];
    registry_lock_name(42, name);
    CU_ASSERT_EQUAL(wcscmp(name, L"0000002A"), 0);
    registry_lock_name(0xFFFFFFFF, name);
    CU_ASSERT_EQUAL(wcscmp(name, L"FFFFFFFF"), 0);
}

static void the_lock_exists_while_it_is_held_and_raises_the_serial(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    HKEY key = scratch_open(&place);
    struct registry_lock lock;
    CU_ASSERT_EQUAL_FATAL(registry_set_number(key, registry_serial_name, 41, NULL), STATUS_OK);
    CU_ASSERT_EQUAL_FATAL(registry_lock_take(&lock, key, 0, NULL), STATUS_OK);
    CU_ASSERT_TRUE(registry_is_locked(key, 41));
    CU_ASSERT_EQUAL(wcscmp(lock.name, L"00000029"), 0);
    CU_ASSERT_EQUAL(registry_lock_release(&lock, true, NULL), STATUS_OK);
    CU_ASSERT_FALSE(registry_is_locked(key, 41));
    CU_ASSERT_EQUAL(registry_serial(key), 42);
    CU_ASSERT_EQUAL_FATAL(registry_lock_take(&lock, key, 0, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(registry_lock_release(&lock, false, NULL), STATUS_OK);
    CU_ASSERT_FALSE(registry_is_locked(key, 42));
    CU_ASSERT_EQUAL(registry_serial(key), 42);
    RegCloseKey(key);
    scratch_remove();
}

/* Below a volatile key only volatile ones can be made: that is how one sees that it is. */
static void the_lock_is_volatile(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    HKEY key = scratch_open(&place);
    HKEY lock_key;
    HKEY child;
    struct registry_lock lock;
    CU_ASSERT_EQUAL_FATAL(registry_lock_take(&lock, key, 0, NULL), STATUS_OK);
    CU_ASSERT_EQUAL_FATAL(RegOpenKeyExW(key, lock.name, 0, KEY_ALL_ACCESS, &lock_key), 0);
    CU_ASSERT_EQUAL(RegCreateKeyExW(lock_key, L"child", 0, NULL, 0, KEY_READ, NULL, &child, NULL),
                    ERROR_CHILD_MUST_BE_VOLATILE);
    RegCloseKey(lock_key);
    registry_lock_release(&lock, false, NULL);
    RegCloseKey(key);
    scratch_remove();
}

static void a_stale_lock_is_told_in_a_sentence(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    struct error error = {0};
    struct catalog catalog = {0};
    struct registry_lock lock;
    CU_ASSERT_EQUAL_FATAL(install_pair(&place, 1, &error), STATUS_OK);
    HKEY key = scratch_open(&place);
    CU_ASSERT_EQUAL_FATAL(registry_lock_take(&lock, key, 0, NULL), STATUS_OK);
    place.patience_ms = 0;
    CU_ASSERT_EQUAL(install_pair(&place, 2, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "its key 00000002 exists"));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "stale"));
    error_clear(&error);
    CU_ASSERT_EQUAL(registry_read(&catalog, &place, &error), STATUS_FAILED);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "its key 00000002 exists"));
    CU_ASSERT_EQUAL(catalog.count, 0);
    CU_ASSERT_EQUAL(catalog.complaint_count, 0);
    error_clear(&error);
    registry_lock_release(&lock, false, NULL);
    CU_ASSERT_EQUAL(registry_read(&catalog, &place, &error), STATUS_OK);
    CU_ASSERT_EQUAL(catalog.count, 2);
    catalog_free(&catalog);
    RegCloseKey(key);
    scratch_remove();
}

static void a_lock_of_an_old_serial_locks_nothing(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    CU_ASSERT_EQUAL_FATAL(install_pair(&place, 1, NULL), STATUS_OK);
    RegCloseKey(scratch_key(&place, L"00000001"));
    place.patience_ms = 0;
    CU_ASSERT_EQUAL(install_pair(&place, 2, NULL), STATUS_OK);
    scratch_remove();
}

static void a_lock_of_a_serial_that_another_writer_used_up_is_not_taken(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    HKEY key = scratch_open(&place);
    struct registry_lock lock;
    bool taken = true;
    DWORD seen = registry_serial(key);
    CU_ASSERT_EQUAL_FATAL(install_pair(&place, 1, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(registry_lock_try(&lock, key, seen, &taken, NULL), STATUS_OK);
    CU_ASSERT_FALSE(taken);
    CU_ASSERT_FALSE(registry_is_locked(key, seen));
    CU_ASSERT_EQUAL(registry_lock_try(&lock, key, registry_serial(key), &taken, NULL), STATUS_OK);
    CU_ASSERT_TRUE(taken);
    struct registry_lock second;
    CU_ASSERT_EQUAL(registry_lock_try(&second, key, registry_serial(key), &taken, NULL), STATUS_OK);
    CU_ASSERT_FALSE(taken);
    CU_ASSERT_TRUE(registry_is_locked(key, lock.serial));
    registry_lock_release(&lock, false, NULL);
    RegCloseKey(key);
    scratch_remove();
}

static void a_reader_is_disturbed_by_a_writer_at_work_and_by_one_that_has_been(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    HKEY key = scratch_open(&place);
    struct registry_lock lock;
    CU_ASSERT_EQUAL_FATAL(install_pair(&place, 1, NULL), STATUS_OK);
    DWORD seen = registry_serial(key);
    CU_ASSERT_TRUE(registry_undisturbed(key, seen));
    CU_ASSERT_EQUAL_FATAL(registry_lock_take(&lock, key, 0, NULL), STATUS_OK);
    CU_ASSERT_FALSE(registry_undisturbed(key, seen));
    registry_lock_release(&lock, true, NULL);
    CU_ASSERT_FALSE(registry_undisturbed(key, seen));
    CU_ASSERT_TRUE(registry_undisturbed(key, registry_serial(key)));
    RegCloseKey(key);
    scratch_remove();
}

static void a_writer_waits_for_another(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    struct registry_lock lock;
    CU_ASSERT_EQUAL_FATAL(install_pair(&place, 1, NULL), STATUS_OK);
    HKEY key = scratch_open(&place);
    CU_ASSERT_EQUAL_FATAL(registry_lock_take(&lock, key, 0, NULL), STATUS_OK);
    struct job job = {.place = &place, .guid = 2};
    start(&job, install_job);
    /* The other writer cannot have written, however far its thread has come. */
    CU_ASSERT_EQUAL(scratch_number(&place, L"Num_Catalog_Entries64"), 2);
    CU_ASSERT_EQUAL(registry_lock_release(&lock, true, NULL), STATUS_OK);
    finish(&job);
    CU_ASSERT_EQUAL(scratch_number(&place, L"Num_Catalog_Entries64"), 4);
    CU_ASSERT_EQUAL(scratch_number(&place, L"Serial_Access_Num"), 4);
    RegCloseKey(key);
    scratch_remove();
}

static void writers_at_the_same_time_lose_nothing(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    struct job jobs[4];
    for (unsigned long i = 0; i < 4; i++) {
        jobs[i] = (struct job){.place = &place, .guid = i + 1};
        start(&jobs[i], install_job);
    }
    for (size_t i = 0; i < 4; i++) {
        finish(&jobs[i]);
    }
    struct catalog catalog = {0};
    CU_ASSERT_EQUAL_FATAL(registry_read(&catalog, &place, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(catalog.count, 8);
    CU_ASSERT_EQUAL(catalog.complaint_count, 0);
    for (size_t i = 0; i < catalog.count; i++) {
        CU_ASSERT_EQUAL(catalog_verify(&catalog, catalog.entries[i], NULL), STATUS_OK);
    }
    CU_ASSERT_EQUAL(scratch_number(&place, L"Serial_Access_Num"), 5);
    catalog_free(&catalog);
    scratch_remove();
}

/* Half of a change is there when the reader starts: it must see all of it or, what is impossible here, nothing. */
static void a_reader_waits_for_the_end_of_a_change(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    struct registry_lock lock;
    CU_ASSERT_EQUAL_FATAL(install_pair(&place, 1, NULL), STATUS_OK);
    HKEY key = scratch_open(&place);
    HKEY list = scratch_key(&place, L"Catalog_Entries64");
    CU_ASSERT_EQUAL_FATAL(registry_lock_take(&lock, key, 0, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(registry_delete_item(list, 1, NULL), STATUS_OK);
    struct job job = {.place = &place};
    start(&job, read_job);
    CU_ASSERT_EQUAL(registry_move_item(list, 2, 1, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(registry_set_number(key, registry_count_names[REGISTRY_LIST_64], 1, NULL), STATUS_OK);
    CU_ASSERT_EQUAL(registry_lock_release(&lock, true, NULL), STATUS_OK);
    finish(&job);
    CU_ASSERT_EQUAL(job.found.count, 1);
    CU_ASSERT_EQUAL(job.found.complaint_count, 0);
    catalog_free(&job.found);
    RegCloseKey(list);
    RegCloseKey(key);
    scratch_remove();
}

static DWORD WINAPI change_again_and_again(void *context) {
    struct job *job = context;
    GUID guid = sample_guid(job->guid);
    for (int i = 0; i < 25 && job->status == STATUS_OK; i++) {
        job->status = install_pair(job->place, job->guid, &job->error);
        if (job->status == STATUS_OK) {
            job->status = registry_deinstall(job->place, &guid, &job->error);
        }
    }
    return 0;
}

static void a_reader_sees_both_entries_of_a_pair_or_none(void) {
    struct registry_place place = scratch_place(REGISTRY_LIST_64);
    CU_ASSERT_EQUAL_FATAL(install_pair(&place, 1, NULL), STATUS_OK);
    struct job job = {.place = &place, .guid = 2};
    start(&job, change_again_and_again);
    bool more = true;
    while (more) {
        struct catalog catalog = {0};
        struct error error = {0};
        /* Looked at before reading, so that the last state is read too. */
        more = WaitForSingleObject(job.thread, 0) == WAIT_TIMEOUT;
        CU_ASSERT_EQUAL_FATAL(registry_read(&catalog, &place, &error), STATUS_OK);
        CU_ASSERT_TRUE(catalog.count == 2 || catalog.count == 4);
        CU_ASSERT_EQUAL(catalog.complaint_count, 0);
        catalog_free(&catalog);
    }
    finish(&job);
    scratch_remove();
}

static const struct unit_case cases[] = {
    {"the lock is named after the serial", the_lock_is_named_after_the_serial},
    {"the lock exists while it is held and raises the serial", the_lock_exists_while_it_is_held_and_raises_the_serial},
    {"the lock is volatile", the_lock_is_volatile},
    {"a stale lock is told in a sentence", a_stale_lock_is_told_in_a_sentence},
    {"a lock of an old serial locks nothing", a_lock_of_an_old_serial_locks_nothing},
    {"a lock of a serial that another writer used up is not taken",
     a_lock_of_a_serial_that_another_writer_used_up_is_not_taken},
    {"a reader is disturbed by a writer at work and by one that has been",
     a_reader_is_disturbed_by_a_writer_at_work_and_by_one_that_has_been},
    {"a writer waits for another", a_writer_waits_for_another},
    {"writers at the same time lose nothing", writers_at_the_same_time_lose_nothing},
    {"a reader waits for the end of a change", a_reader_waits_for_the_end_of_a_change},
    {"a reader sees both entries of a pair or none", a_reader_sees_both_entries_of_a_pair_or_none},
};

UNIT_MAIN("the registry catalog's lock", cases)

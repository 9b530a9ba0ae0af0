#include "scenario/inspect.h"

#include <stdint.h>

#include <winsock2.h>

#include <windows.h>

#define WRITABLE_PAGES (PAGE_READWRITE | PAGE_WRITECOPY | PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY)
#define READABLE_PAGES (WRITABLE_PAGES | PAGE_READONLY | PAGE_EXECUTE_READ)

static bool all_pages(const void *address, size_t size, DWORD protections) {
    uintptr_t at = (uintptr_t)address;
    if (at + size < at) {
        return false;
    }
    uintptr_t end = at + size;
    while (at < end) {
        MEMORY_BASIC_INFORMATION region;
        if (VirtualQuery((void *)at, &region, sizeof region) == 0 || region.State != MEM_COMMIT ||
            (region.Protect & PAGE_GUARD) != 0 || (region.Protect & protections) == 0) {
            return false;
        }
        at = (uintptr_t)region.BaseAddress + region.RegionSize;
    }
    return true;
}

bool memory_readable(const void *address, size_t size) { return all_pages(address, size, READABLE_PAGES); }

bool memory_writable(const void *address, size_t size) { return all_pages(address, size, WRITABLE_PAGES); }

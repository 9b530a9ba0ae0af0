#include "memory_check.h"

#include <stdint.h>

#include <winsock2.h>

#define PAGE_ANY_EXECUTE (PAGE_EXECUTE | PAGE_EXECUTE_READ | PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY)
#define PAGE_ANY_WRITE (PAGE_READWRITE | PAGE_WRITECOPY | PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY)
#define PAGE_ANY_READ (PAGE_ANY_WRITE | PAGE_READONLY | PAGE_EXECUTE_READ)

static bool protected_as(const void *address, size_t size, DWORD protections) {
    uintptr_t at = (uintptr_t)address;
    uintptr_t end = at + size;
    if (end < at) {
        return false;
    }
    while (at < end) {
        MEMORY_BASIC_INFORMATION region;
        if (VirtualQuery((const void *)at, &region, sizeof region) == 0 || region.State != MEM_COMMIT ||
            (region.Protect & protections) == 0 || (region.Protect & PAGE_GUARD) != 0) {
            return false;
        }
        at = (uintptr_t)region.BaseAddress + region.RegionSize;
    }
    return true;
}

bool memory_readable(const void *address, size_t size) { return protected_as(address, size, PAGE_ANY_READ); }

bool memory_writable(const void *address, size_t size) { return protected_as(address, size, PAGE_ANY_WRITE); }

bool memory_executable(const void *address) { return protected_as(address, 1, PAGE_ANY_EXECUTE); }

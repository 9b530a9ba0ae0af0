#include "provider/image.h"

#include <stdlib.h>
#include <string.h>

#include "base/wide.h"

#ifdef _WIN64
#define NATIVE_MACHINE IMAGE_FILE_MACHINE_AMD64
#define NATIVE_MAGIC IMAGE_NT_OPTIONAL_HDR64_MAGIC
#else
#define NATIVE_MACHINE IMAGE_FILE_MACHINE_I386
#define NATIVE_MAGIC IMAGE_NT_OPTIONAL_HDR32_MAGIC
#endif

static const void *bytes_at(const struct image *image, size_t offset, size_t size) {
    return offset <= image->size && size <= image->size - offset ? image->bytes + offset : NULL;
}

/* Finds the headers; false when there are none. */
static bool find_headers(struct image *image) {
    const IMAGE_DOS_HEADER *dos = bytes_at(image, 0, sizeof *dos);
    if (dos == NULL || dos->e_magic != IMAGE_DOS_SIGNATURE) {
        return false;
    }
    size_t offset = (size_t)dos->e_lfanew; /* a negative one lies behind every end */
    const DWORD *signature = bytes_at(image, offset, sizeof *signature + sizeof *image->header);
    if (signature == NULL || *signature != IMAGE_NT_SIGNATURE) {
        return false;
    }
    image->header = (const IMAGE_FILE_HEADER *)(signature + 1);
    const IMAGE_NT_HEADERS *native = bytes_at(image, offset, sizeof *native);
    if (native != NULL && image->header->Machine == NATIVE_MACHINE && native->OptionalHeader.Magic == NATIVE_MAGIC) {
        image->native = native;
    }
    return true;
}

static enum status unreadable(const wchar_t *path, DWORD code, struct error *error) {
    char *name = wide_to_utf8(path);
    char *message = wide_system_message(code);
    enum status status = error_set(error, STATUS_FAILED, "%s cannot be read: %s", name, message);
    free(message);
    free(name);
    return status;
}

/* Maps a file for reading. An empty file maps to nothing and is no error here. */
static enum status map_file(struct image *image, const wchar_t *path, struct error *error) {
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                              OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE) {
        return unreadable(path, GetLastError(), error);
    }
    LARGE_INTEGER size;
    HANDLE mapping = NULL;
    DWORD code = 0;
    if (!GetFileSizeEx(file, &size)) {
        code = GetLastError();
    } else if (size.QuadPart != 0) {
        mapping = CreateFileMappingW(file, NULL, PAGE_READONLY, 0, 0, NULL);
        image->bytes = mapping == NULL ? NULL : MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 0);
        image->size = (size_t)size.QuadPart;
        code = image->bytes == NULL ? GetLastError() : 0;
    }
    if (mapping != NULL) {
        CloseHandle(mapping);
    }
    CloseHandle(file);
    return code == 0 ? STATUS_OK : unreadable(path, code, error);
}

enum status image_open_file(struct image *image, const wchar_t *path, struct error *error) {
    *image = (struct image){0};
    enum status status = map_file(image, path, error);
    if (status == STATUS_OK && !find_headers(image)) {
        image_close(image);
        char *name = wide_to_utf8(path);
        status = error_set(error, STATUS_FAILED, "%s is no DLL: it has no PE header", name);
        free(name);
    }
    return status;
}

bool image_open_module(struct image *image, HMODULE module) {
    /* The loader has checked the headers of what it loaded. */
    const unsigned char *bytes = (const unsigned char *)module;
    const IMAGE_DOS_HEADER *dos = (const IMAGE_DOS_HEADER *)bytes;
    const IMAGE_NT_HEADERS *headers = (const IMAGE_NT_HEADERS *)(bytes + dos->e_lfanew);
    *image = (struct image){.bytes = bytes, .size = headers->OptionalHeader.SizeOfImage, .loaded = true};
    return find_headers(image) && image->native != NULL;
}

void image_close(struct image *image) {
    if (!image->loaded && image->bytes != NULL) {
        UnmapViewOfFile(image->bytes);
    }
    *image = (struct image){0};
}

/* The offset of a relative address, and in *available how many bytes follow it in one piece. */
static bool locate(const struct image *image, DWORD address, size_t *offset, size_t *available) {
    if (image->loaded) {
        *offset = address;
        *available = address < image->size ? image->size - address : 0;
        return *available != 0;
    }
    size_t count = image->native->FileHeader.NumberOfSections;
    size_t first = (size_t)((const unsigned char *)IMAGE_FIRST_SECTION(image->native) - image->bytes);
    const IMAGE_SECTION_HEADER *sections = bytes_at(image, first, count * sizeof *sections);
    for (size_t i = 0; sections != NULL && i < count; i++) {
        const IMAGE_SECTION_HEADER *section = &sections[i];
        if (address >= section->VirtualAddress && address - section->VirtualAddress < section->SizeOfRawData) {
            size_t inside = address - section->VirtualAddress;
            *offset = section->PointerToRawData + inside;
            *available = section->SizeOfRawData - inside;
            return bytes_at(image, *offset, *available) != NULL;
        }
    }
    return false;
}

const void *image_at(const struct image *image, DWORD address, size_t size) {
    size_t offset;
    size_t available;
    return locate(image, address, &offset, &available) && size <= available ? image->bytes + offset : NULL;
}

const char *image_string(const struct image *image, DWORD address) {
    size_t offset;
    size_t available;
    if (!locate(image, address, &offset, &available) || memchr(image->bytes + offset, 0, available) == NULL) {
        return NULL;
    }
    return (const char *)image->bytes + offset;
}

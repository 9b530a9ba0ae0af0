#include "provider/imports.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/wide.h"

enum { DEEPEST_SEARCH = 16 };

void imports_begin(struct import_iterator *iterator, const struct image *image) {
    const IMAGE_OPTIONAL_HEADER *header = &image->native->OptionalHeader;
    const IMAGE_DATA_DIRECTORY *directory = &header->DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT];
    bool present = header->NumberOfRvaAndSizes > IMAGE_DIRECTORY_ENTRY_IMPORT;
    *iterator = (struct import_iterator){.image = image, .descriptor = present ? directory->VirtualAddress : 0};
}

/* Fills in what the table of names says; without one (0) a loaded image has only addresses left. */
static void read_name(const struct image *image, const IMAGE_THUNK_DATA *thunk, struct import *import) {
    import->name = NULL;
    import->ordinal = 0;
    import->by_ordinal = IMAGE_SNAP_BY_ORDINAL(thunk->u1.Ordinal);
    if (import->by_ordinal) {
        import->ordinal = IMAGE_ORDINAL(thunk->u1.Ordinal);
    } else if (thunk->u1.AddressOfData <= 0xFFFFFFFFu) {
        DWORD address = (DWORD)thunk->u1.AddressOfData;
        import->name = image_string(image, address + (DWORD)offsetof(IMAGE_IMPORT_BY_NAME, Name));
    }
}

/* The next function of the DLL under way; false when it has no more. */
static bool next_of_dll(struct import_iterator *iterator, const IMAGE_IMPORT_DESCRIPTOR *descriptor,
                        struct import *import) {
    const struct image *image = iterator->image;
    DWORD offset = (DWORD)(iterator->index * sizeof(IMAGE_THUNK_DATA));
    bool names_kept = descriptor->OriginalFirstThunk != 0;
    DWORD names = names_kept ? descriptor->OriginalFirstThunk : descriptor->FirstThunk;
    const IMAGE_THUNK_DATA *thunk = image_at(image, names + offset, sizeof *thunk);
    if (thunk == NULL || thunk->u1.AddressOfData == 0) {
        return false;
    }
    import->dll = image_string(image, descriptor->Name);
    import->slot = NULL;
    if (image->loaded) {
        import->slot = (void **)image_at(image, descriptor->FirstThunk + offset, sizeof(void *));
    }
    if (names_kept || !image->loaded) {
        read_name(image, thunk, import);
    } else {
        import->name = NULL;
        import->by_ordinal = false;
    }
    iterator->index++;
    return import->dll != NULL && (!image->loaded || import->slot != NULL);
}

bool imports_next(struct import_iterator *iterator, struct import *import) {
    while (iterator->descriptor != 0) {
        const IMAGE_IMPORT_DESCRIPTOR *descriptor = image_at(iterator->image, iterator->descriptor, sizeof *descriptor);
        if (descriptor == NULL || descriptor->Name == 0 || descriptor->FirstThunk == 0) {
            iterator->descriptor = 0;
        } else if (next_of_dll(iterator, descriptor, import)) {
            return true;
        } else {
            iterator->descriptor += (DWORD)sizeof *descriptor;
            iterator->index = 0;
        }
    }
    return false;
}

/* The path of a DLL beside the one at path; owned by the caller. */
static wchar_t *beside(const wchar_t *path, const char *dll) {
    const wchar_t *slash = wcsrchr(path, L'\\');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    wchar_t *name = wide_from_utf8(dll);
    size_t length = wcslen(name);
    wchar_t *joined = memory_zeroed(folder + length + 1, sizeof *joined);
    memcpy(joined, path, folder * sizeof *joined);
    memcpy(joined + folder, name, length * sizeof *joined);
    free(name);
    return joined;
}

static bool find_missing(const wchar_t *path, struct text *sentence, int depth);

/* Loads a DLL as the loader would for the one at path. NULL when that fails, for which *found tells whether the cause
 * was found. */
static HMODULE load_import(const wchar_t *path, const char *importer, const char *dll, struct text *sentence, int depth,
                           bool *found) {
    wchar_t *name = wide_from_utf8(dll);
    wchar_t *neighbour = beside(path, dll);
    bool is_neighbour = GetFileAttributesW(neighbour) != INVALID_FILE_ATTRIBUTES;
    HMODULE module = is_neighbour ? LoadLibraryExW(neighbour, NULL, LOAD_WITH_ALTERED_SEARCH_PATH) : LoadLibraryW(name);
    *found = false;
    if (module == NULL && is_neighbour) {
        *found = find_missing(neighbour, sentence, depth + 1);
    } else if (module == NULL) {
        text_format(sentence, "%s, which %s imports, cannot be found", dll, importer);
        *found = true;
    }
    free(neighbour);
    free(name);
    return module;
}

static bool exports(HMODULE module, const struct import *import) {
    const char *name = import->by_ordinal ? MAKEINTRESOURCEA(import->ordinal) : import->name;
    return name == NULL || GetProcAddress(module, name) != NULL;
}

static void say_function_missing(const struct import *import, const char *importer, struct text *sentence) {
    if (import->by_ordinal) {
        text_format(sentence, "%s imports function #%u of %s, which does not export it", importer, import->ordinal,
                    import->dll);
    } else {
        text_format(sentence, "%s imports the function %s of %s, which does not export it", importer, import->name,
                    import->dll);
    }
}

static bool find_missing_in(const struct image *image, const wchar_t *path, struct text *sentence, int depth) {
    const wchar_t *slash = wcsrchr(path, L'\\');
    char *importer = wide_to_utf8(slash == NULL ? path : slash + 1);
    struct import_iterator iterator;
    struct import import;
    const char *dll = NULL;
    HMODULE module = NULL;
    bool found = false;
    imports_begin(&iterator, image);
    while (!found && imports_next(&iterator, &import)) {
        if (dll != import.dll) {
            if (module != NULL) {
                FreeLibrary(module);
            }
            dll = import.dll;
            module = load_import(path, importer, dll, sentence, depth, &found);
        }
        if (module != NULL && !exports(module, &import)) {
            say_function_missing(&import, importer, sentence);
            found = true;
        }
    }
    if (module != NULL) {
        FreeLibrary(module);
    }
    free(importer);
    return found;
}

static bool find_missing(const wchar_t *path, struct text *sentence, int depth) {
    struct image image;
    if (depth > DEEPEST_SEARCH || image_open_file(&image, path, NULL) != STATUS_OK) {
        return false;
    }
    bool found = image.native != NULL && find_missing_in(&image, path, sentence, depth);
    image_close(&image);
    return found;
}

bool imports_find_missing(const wchar_t *path, struct text *sentence) { return find_missing(path, sentence, 0); }

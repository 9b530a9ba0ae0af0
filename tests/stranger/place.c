/* Addresses of three families: two that everybody knows and one of this provider's own, of nine bytes. */
#include "world.h"

#include <string.h>

#include "own_family.h"

struct layout {
    int family, size, port_at, host_at, host_size;
    unsigned char here[PLACE_HOST];
};

static const struct layout layouts[] = {
    {AF_INET, 16, 2, 4, 4, {127, 0, 0, 1}},
    {AF_INET6, 28, 2, 8, 16, {[15] = 1}},
    {OWN_FAMILY, 9, 7, 2, 5, {'h', 'e', 'r', 'e', 1}},
};

static const struct layout *layout_of(const struct entry *entry) {
    const struct layout *layout = layouts;
    while (layout->family != entry->family) {
        layout++;
    }
    return layout;
}

int place_size(const struct entry *entry) { return layout_of(entry)->size; }

bool place_is_any(const struct entry *entry, const struct place *place) {
    static const unsigned char nothing[PLACE_HOST];
    return memcmp(place->host, nothing, (size_t)layout_of(entry)->host_size) == 0;
}

bool place_is_here(const struct entry *entry, const struct place *place) {
    const struct layout *layout = layout_of(entry);
    return memcmp(place->host, layout->here, (size_t)layout->host_size) == 0;
}

void place_settle(const struct entry *entry, struct place *place) {
    if (place_is_any(entry, place)) {
        memcpy(place->host, layout_of(entry)->here, sizeof place->host);
    }
}

bool place_same(const struct place *a, const struct place *b) {
    return a->port == b->port && memcmp(a->host, b->host, sizeof a->host) == 0;
}

/* 0, or WSAEFAULT, or the code for a name of another family. A longer name is a name and something behind it. */
int place_read(const struct entry *entry, const void *name, int length, int foreign, struct place *place) {
    const struct layout *layout = layout_of(entry);
    char copy[ADDRESS_MOST];
    unsigned short family, port;
    if (length < layout->size || !fetch(copy, name, (size_t)layout->size)) {
        return WSAEFAULT;
    }
    memcpy(&family, copy, sizeof family);
    if (family != layout->family) {
        return foreign;
    }
    *place = (struct place){0};
    memcpy(place->host, copy + layout->host_at, (size_t)layout->host_size);
    memcpy(&port, copy + layout->port_at, sizeof port);
    place->port = (unsigned short)(port >> 8 | port << 8);
    return 0;
}

void place_write(const struct entry *entry, const struct place *place, char *name) {
    const struct layout *layout = layout_of(entry);
    unsigned short family = (unsigned short)layout->family;
    unsigned short port = (unsigned short)(place->port >> 8 | place->port << 8);
    memset(name, 0, (size_t)layout->size);
    memcpy(name, &family, sizeof family);
    memcpy(name + layout->port_at, &port, sizeof port);
    memcpy(name + layout->host_at, place->host, (size_t)layout->host_size);
}

int place_give(const struct entry *entry, const struct place *place, struct sockaddr *name, LPINT length) {
    int room = 0;
    int size = layout_of(entry)->size;
    char copy[ADDRESS_MOST];
    if (!fetch(&room, length, sizeof room) || room < size) {
        return WSAEFAULT;
    }
    place_write(entry, place, copy);
    return store(name, copy, (size_t)size) && store(length, &size, sizeof size) ? 0 : WSAEFAULT;
}

/* The one below the last that was tried: never one that was just given back. */
unsigned short place_next_port(unsigned short tried) {
    enum { FIRST = 1024, LAST = 64999 };
    return tried <= FIRST ? LAST : (unsigned short)(tried - 1);
}

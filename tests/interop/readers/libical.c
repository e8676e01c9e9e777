/* libical: its restriction check, and its expansion with the VTIMEZONEs of the feed only. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static icalcomponent *calendar;

static char *whole(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) exit(2);
    long size = ftell(file);
    char *text = calloc((size_t)size + 1, 1);
    rewind(file);
    if (!text || fread(text, 1, (size_t)size, file) != (size_t)size) exit(2);
    fclose(file);
    return text;
}

static const char *written(struct icaltimetype time, char *text)
{
    if (time.is_date) {
        sprintf(text, "%04d-%02d-%02d", time.year, time.month, time.day);
    } else {
        time = icaltime_convert_to_zone(time, icaltimezone_get_utc_timezone());
        sprintf(text, "%04d-%02d-%02dT%02d:%02d:%02dZ", time.year, time.month, time.day, time.hour, time.minute,
                time.second);
    }
    return text;
}

static struct icaltimetype of(icalcomponent *event, icalproperty_kind kind)
{
    icalproperty *property = icalcomponent_get_first_property(event, kind);
    return property ? icalproperty_get_datetime_with_component(property, calendar) : icaltime_null_time();
}

static time_t instant(struct icaltimetype time)
{
    return icaltime_as_timet_with_zone(time, time.zone);
}

static long length(icalcomponent *event)
{
    icalproperty *duration = icalcomponent_get_first_property(event, ICAL_DURATION_PROPERTY);
    if (duration) return icaldurationtype_as_int(icalproperty_get_duration(duration));
    return (long)(instant(of(event, ICAL_DTEND_PROPERTY)) - instant(of(event, ICAL_DTSTART_PROPERTY)));
}

static void tell(icalcomponent *event, struct icaltimetype start)
{
    char from[64], to[64];
    struct icaltimetype end = icaltime_from_timet_with_zone(instant(start) + length(event), start.is_date,
                                                            icaltimezone_get_utc_timezone());
    printf("%s\t%s\t%s\n", icalcomponent_get_uid(event), written(start, from), written(end, to));
}

/* Whether a property of this kind has the start: EXDATE of a master, RECURRENCE-ID of an override. */
static int has(icalcomponent *event, icalproperty_kind kind, struct icaltimetype start)
{
    char one[64], other[64];
    for (icalproperty *p = icalcomponent_get_first_property(event, kind); p;
         p = icalcomponent_get_next_property(event, kind)) {
        if (!strcmp(written(icalproperty_get_datetime_with_component(p, calendar), one), written(start, other)))
            return 1;
    }
    return 0;
}

static void happens(icalcomponent *master, struct icaltimetype start)
{
    if (has(master, ICAL_EXDATE_PROPERTY, start)) return;
    icalcompiter all = icalcomponent_begin_component(calendar, ICAL_VEVENT_COMPONENT);
    for (icalcomponent *event = icalcompiter_deref(&all); event; event = icalcompiter_next(&all)) {
        if (!strcmp(icalcomponent_get_uid(event), icalcomponent_get_uid(master)) &&
            has(event, ICAL_RECURRENCEID_PROPERTY, start)) {
            tell(event, of(event, ICAL_DTSTART_PROPERTY));
            return;
        }
    }
    tell(master, start);
}

static int faults(icalcomponent *component)
{
    int found = 0;
    for (icalproperty *p = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY); p;
         p = icalcomponent_get_next_property(component, ICAL_XLICERROR_PROPERTY)) {
        const char *fault = icalproperty_get_value_as_string(p);
        /* RFC 5546 wants an ORGANIZER in what is published, and no address is made public for that. */
        if (strstr(fault, "ORGANIZER property")) continue;
        fprintf(stderr, "%s\n", fault);
        found++;
    }
    for (icalcomponent *inner = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT); inner;
         inner = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT)) {
        found += faults(inner);
    }
    return found;
}

int main(int argc, char **argv)
{
    if (argc != 4) return 2;
    icalerror_set_errors_are_fatal(0);
    icaltimezone_set_builtin_tzdata(0);
    calendar = icalparser_parse_string(whole(argv[1]));
    if (!calendar) return 2;
    icalrestriction_check(calendar);
    if (faults(calendar)) return 1;
    char date[9] = {0};
    for (const char *c = argv[3]; *c && strlen(date) < 8; c++) {
        if (*c != '-') date[strlen(date)] = *c;
    }
    time_t last = icaltime_as_timet(icaltime_from_string(date)) + 40 * 86400;
    icalcompiter all = icalcomponent_begin_component(calendar, ICAL_VEVENT_COMPONENT);
    for (icalcomponent *event = icalcompiter_deref(&all); event; event = icalcompiter_next(&all)) {
        if (icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY)) continue;
        struct icaltimetype start = of(event, ICAL_DTSTART_PROPERTY);
        icalproperty *rule = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
        if (!rule) {
            happens(event, start);
            continue;
        }
        icalrecur_iterator *starts = icalrecur_iterator_new(icalproperty_get_rrule(rule), start);
        for (struct icaltimetype next = icalrecur_iterator_next(starts);
             !icaltime_is_null_time(next) && instant(next) < last; next = icalrecur_iterator_next(starts)) {
            happens(event, next);
        }
        icalrecur_iterator_free(starts);
    }
    return 0;
}

using Orchestrator.Audit.Records;

namespace Orchestrator.Audit.Tests.Records;

/// <summary>A record in which every attribute has a value.</summary>
internal static class SampleRecord
{
    public static AuditRecord Full(string sentence = "Something happened.", string? name = "Ada Müller", string? old = "20 min") => new(
        5,
        new RecordStamp(1795161600000, 60, 123456789, ClockStates.Unknown),
        new RecordBody
        {
            Event = "test.happened",
            Sentence = sentence,
            Who = new RecordActor
            {
                Kind = ActorKinds.Technician, Account = "ada", PrintedName = name, Role = "technician", Organisation = "Vendor",
                Authentication = "password", KeyFingerprint = new string('a', 64), StatedName = new string('b', 64), OsAccount = "lab",
            },
            Session = "123456789",
            Ticket = "00ff",
            Where = new RecordPlace { Remote = "192.0.2.7:443", TlsIssuer = "CN=Test" },
            Change = new RecordChange { Old = old, New = "30 min", Reason = "renewed", StatedReason = new string('c', 64), Outcome = Outcomes.Success },
            Data = RecordData.Create(json =>
            {
                json.WriteNumber("channel", 3);
                json.WriteStartArray("list");
                json.WriteStringValue("zwölf");
                json.WriteNullValue();
                json.WriteBooleanValue(true);
                json.WriteEndArray();
            }),
        },
        new RecordContext
        {
            Where = new RecordPlace
            {
                Device = "PC-1", Instrument = "Evo 200", Serial = "4711", Site = "Basel", OperatingSystem = "Linux", Local = "10.0.0.1:5555", Proxy = "proxy:3128",
            },
            Software = new RecordSoftware
            {
                Version = "quicksupport 0.1.0", Executable = new string('1', 64), Policy = new string('2', 64), Configuration = new string('3', 64),
                SiteFile = new string('4', 64), Cryptography = "rsa=platform",
                Plugins = [new RecordPlugin("capture.x11", "0.1.0", null), new RecordPlugin("audit.file", "0.1.0", new string('5', 64))],
            },
            Build = "DEVELOPMENT",
            Composition = "scripted-operator",
        });

    /// <summary>Every text at its worst: longer than allowed, and each character written as a six-byte escape.</summary>
    public static AuditRecord Worst()
    {
        var huge = new string('\u202e', 1_000_000);
        var token = new string('a', RecordLimits.TokenCharacters);
        var where = new RecordPlace
        {
            Device = huge, Instrument = huge, Serial = huge, Site = huge, OperatingSystem = huge, Local = huge, Remote = huge, Proxy = huge, TlsIssuer = huge, TlsInterception = huge,
        };
        return new AuditRecord(
            long.MaxValue,
            new RecordStamp(253402300799999, -720, long.MaxValue, huge),
            new RecordBody
            {
                Event = new string('e', RecordLimits.CodeCharacters), Sentence = huge, Session = huge, Ticket = huge, Where = where,
                Who = new RecordActor
                {
                    Kind = huge, Account = huge, PrintedName = huge, Role = huge, Organisation = huge, Authentication = huge,
                    KeyFingerprint = huge, StatedName = huge, OsAccount = huge,
                },
                Change = new RecordChange { Old = huge, New = huge, Reason = huge, StatedReason = huge, Outcome = huge },
                Data = RecordData.Create(json => json.WriteString("x", new string('y', RecordLimits.DataBytes - 8))),
            },
            new RecordContext
            {
                Where = where, Build = huge, Composition = huge,
                Software = new RecordSoftware
                {
                    Version = huge, Executable = huge, Policy = huge, Configuration = huge, SiteFile = huge, Cryptography = huge,
                    Plugins = [.. Enumerable.Repeat(new RecordPlugin(token, token, token), RecordLimits.Plugins)],
                },
            });
    }
}

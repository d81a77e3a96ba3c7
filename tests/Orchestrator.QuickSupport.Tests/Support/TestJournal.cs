using System.Globalization;
using Orchestrator.Actors.Links;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.QuickSupport.Journal;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Tests.Support;

/// <summary>Real journals of runs, all keys from seeds.</summary>
internal static class TestJournal
{
    /// <summary>Starts one for the run of a number.</summary>
    public static Task<InstrumentJournal> StartAsync(string root, int run, BrokerClock clock, Ed25519Public brokerKey, Action<string>? warn = null) => InstrumentJournal.StartAsync(
        new JournalOptions
        {
            Root = root,
            Domain = "broker.example",
            RunId = run.ToString("D32", CultureInfo.InvariantCulture),
            Key = Ed25519Key.Generate(new SeededRandom(run)),
            BrokerLogKey = brokerKey,
            Context = new RecordContext { Composition = "testbed", Where = new RecordPlace { Device = "pc" } },
            OsAccount = "ola",
            Clock = clock,
            Time = TimeProvider.System,
            Random = new SeededRandom(run + 100),
            Warn = warn,
        },
        default);

    /// <summary>All records of a log that may still be written.</summary>
    public static async Task<IReadOnlyList<AuditRecord>> ReadAsync(string directory)
    {
        await using var stream = new FileStream(new LogFolder(directory).Records, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        List<AuditRecord> records = [];
        while (await reader.ReadLineAsync() is { } line)
        {
            Assert.Equal(RecordFailure.None, RecordReader.Read(System.Text.Encoding.UTF8.GetBytes(line), out var record));
            records.Add(record!);
        }

        return records;
    }
}

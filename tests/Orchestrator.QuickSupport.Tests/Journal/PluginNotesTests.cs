using Orchestrator.Actors.Links;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Verification;
using Orchestrator.Domain;
using Orchestrator.PluginHosting;
using Orchestrator.QuickSupport.Journal;
using Orchestrator.QuickSupport.Tests.Support;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Tests.Journal;

/// <summary>What happens to plugins, as a run's log has it.</summary>
[Trait("Requirement", "R-AUD-1")]
public sealed class PluginNotesTests : IDisposable
{
    private static readonly RecordPlugin[] InUse = [new("capture.x11", "1.2.0", new string('a', 64))];
    private readonly TempFolder _folder = new();
    private readonly PluginEventRelay _events = new();
    private readonly List<string> _failures = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_kind_of_event_has_its_record_and_the_log_is_sound()
    {
        var records = await RunAsync(_ =>
        {
            foreach (var kind in Enum.GetValues<PluginEventKind>())
                _events.Happened(Event(kind, $"It is {kind}."));
        });

        var all = records.Where(record => record.Body.Event.StartsWith("plugin.", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            [
                "plugin.activated", "plugin.rolled-back", "plugin.moved", "plugin.drained", "plugin.unloaded", "plugin.refused", "plugin.malfunctioning",
                "plugin.restored", "plugin.leaked",
            ],
            all.Select(record => record.Body.Event));
        Assert.All(all, record => Assert.True(EventCodes.IsLogOwn(record.Body.Event)));
        var first = all[0];
        Assert.Equal("It is Activated.", first.Body.Sentence);
        Assert.Equal(ActorKinds.Instrument, first.Body.Who.Kind);
        Assert.Null(first.Body.Session);
        Assert.Equal(
            $$"""{"plugin":"capture.x11","version":"1.2.0","generation":3,"manifest":"{{new string('a', 64)}}","publisher":"Vendor AG","leftOut":0}""",
            first.Body.Data.Read().GetRawText());
        Assert.Equal(InUse, first.Context.Software.Plugins);
    }

    [Fact]
    public async Task What_was_asked_for_names_the_account_and_the_session_in_which_it_happened()
    {
        var records = await RunAsync(
            notes =>
            {
                using (notes.Asked("capture.x11"))
                {
                    _events.Happened(Event(PluginEventKind.Activated, "It is active."));
                    _events.Happened(Event(PluginEventKind.Malfunctioning, "Another one fails.") with { Plugin = "proxy.none" });
                }

                _events.Happened(Event(PluginEventKind.Unloaded, "It is gone."));
            },
            new SessionEvents.Started(Samples.Number, Samples.Instrument, SessionPolicy.Default, Samples.RunKey));

        var who = records.TakeLast(3).Select(record => (record.Body.Event, record.Body.Who.Kind, record.Body.Who.OsAccount, record.Body.Session));
        var session = Samples.Number.ToString();
        Assert.Equal(
            [
                ("plugin.activated", ActorKinds.Operator, "ola", session),
                ("plugin.malfunctioning", ActorKinds.Instrument, null, session),
                ("plugin.unloaded", ActorKinds.Instrument, null, session),
            ],
            who);
    }

    [Fact]
    public async Task What_happens_before_there_is_a_log_waits_for_it_and_what_is_compiled_in_and_works_has_no_record()
    {
        await using var notes = new PluginNotes(_events, TimeProvider.System);
        _events.Happened(Event(PluginEventKind.Activated, "Compiled in.") with { Hash = null, Publisher = null });
        _events.Happened(Event(PluginEventKind.Refused, "Nobody knows who signed it."));
        _events.Happened(Event(PluginEventKind.Activated, "From a folder."));
        await using var journal = await StartAsync();

        notes.Begin(journal, () => [.. InUse], _failures.Add);
        await notes.DisposeAsync();

        Assert.Equal(["Nobody knows who signed it.", "From a folder."], (await TestJournal.ReadAsync(journal.Directory)).Skip(1).Select(record => record.Body.Sentence));
    }

    [Fact]
    public async Task A_record_goes_to_the_broker_with_the_sessions_next_event()
    {
        await using var notes = new PluginNotes(_events, TimeProvider.System);
        await using var journal = await StartAsync();
        notes.Begin(journal, () => [.. InUse], _failures.Add);
        await journal.AppendAsync(new SessionEvents.Started(Samples.Number, Samples.Instrument, SessionPolicy.Default, Samples.RunKey), default);
        _events.Happened(Event(PluginEventKind.Malfunctioning, "It hangs."));
        await notes.DisposeAsync();

        var given = await journal.AppendAsync(new SessionEvents.Opened(), default);

        Assert.Equal(["plugin.malfunctioning", "session.opened"], given.Select(line => RecordReader.Read(line.Line.Span, out var record) == RecordFailure.None ? record!.Body.Event : ""));
    }

    [Fact]
    public async Task A_log_that_takes_nothing_more_is_told()
    {
        await using var notes = new PluginNotes(_events, TimeProvider.System);
        var journal = await StartAsync();
        notes.Begin(journal, () => [.. InUse], _failures.Add);
        await journal.DisposeAsync();

        _events.Happened(Event(PluginEventKind.Moved, "Moved."));
        await notes.DisposeAsync();

        Assert.Contains("closed", Assert.Single(_failures), StringComparison.Ordinal);
    }

    private static PluginEvent Event(PluginEventKind kind, string sentence) => new(kind, "capture.x11", "1.2.0", 3, sentence, new string('a', 64), "Vendor AG");

    /// <summary>Writes what happens into a log, closes it and has it verified.</summary>
    private async Task<IReadOnlyList<AuditRecord>> RunAsync(Action<PluginNotes> happens, params SessionEvent[] before)
    {
        string directory;
        await using (var journal = await StartAsync())
        {
            directory = journal.Directory;
            foreach (var happened in before)
                await journal.AppendAsync(happened, default);
            await using var notes = new PluginNotes(_events, TimeProvider.System);
            notes.Begin(journal, () => [.. InUse], _failures.Add);
            happens(notes);
        }

        Assert.Empty(_failures);
        Assert.True(NoteKey.TryParse((await File.ReadAllTextAsync(new LogFolder(directory).Key)).TrimEnd('\n'), out var key));
        Assert.DoesNotContain(LogVerifier.Verify(new LogVerification { Folder = directory, Key = key }).Findings, finding => finding.Severity == FindingSeverity.Error && finding.Code != "missing-end");
        return await TestJournal.ReadAsync(directory);
    }

    private async Task<InstrumentJournal> StartAsync()
    {
        using var broker = Ed25519Key.Generate(new SeededRandom(5));
        return await TestJournal.StartAsync(_folder.Path, 1, new BrokerClock(TimeProvider.System), broker.Public);
    }
}

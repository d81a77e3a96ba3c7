using Microsoft.Win32.SafeHandles;
using Orchestrator.Actors.Links;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Runs;
using Orchestrator.Audit.Verification;
using Orchestrator.Domain;
using Orchestrator.QuickSupport.Journal;
using Orchestrator.QuickSupport.Tests.Support;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Tests.Journal;

/// <summary>A person's words go when two people want it, and the log still says everything else and verifies.</summary>
[Trait("Requirement", "R-AUD-17")]
public sealed class TextErasureTests : IDisposable
{
    private const string Chat = "my daughter is ill, I have to go";

    private readonly TempFolder _folder = new();
    private readonly People _people = new();
    private readonly Ed25519Key _brokerKey = Ed25519Key.Generate(new SeededRandom(5));

    private TextErasure Erasing => new(_people, TimeProvider.System, SystemRandomSource.Instance);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_accounts_erase_a_text_the_log_verifies_and_the_next_run_records_it()
    {
        var run = await RunAsync(1);
        var commitment = TextErasure.Texts(run, SystemRandomSource.Instance).Single(t => t.Text == Chat).Commitment;
        var request = Erasing.Request(run, [commitment], "the person asked for it");
        _people.Current = 1002;
        Assert.Equal(request.Digest, Erasing.Show(run, request.Number).Digest);
        Assert.Equal(1, Erasing.Approve(run, request.Number, request.Digest));

        Assert.DoesNotContain(Chat, await File.ReadAllTextAsync(new LogFolder(run).Texts), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(run), f => File.ReadAllText(f).Contains(Chat, StringComparison.Ordinal));
        var report = LogVerifier.Verify(new LogVerification { Folder = run, Key = EarlierRun.Open(run)!.Key });
        Assert.DoesNotContain(report.Findings, f => f.Severity == FindingSeverity.Error);
        Assert.NotEmpty(TextErasure.Texts(run, SystemRandomSource.Instance));

        var next = await RunAsync(2);
        var record = Assert.Single(await TestJournal.ReadAsync(next), r => r.Body.Event == EventCodes.TextsErased);
        var data = record.Body.Data.Read();
        Assert.Equal(("anna (account 1001)", "anna (account 1002)"), (data.GetProperty("requestedBy").GetString(), data.GetProperty("approvedBy").GetString()));
        Assert.Equal(Assert.Single(ErasureLog.Read(new LogFolder(run))).Sha256, data.GetProperty("entrySha256").GetString());
        Assert.NotNull(record.Body.Change!.StatedReason);
        Assert.DoesNotContain("the person asked for it", await File.ReadAllTextAsync(new LogFolder(next).Records), StringComparison.Ordinal);
        Assert.DoesNotContain(await TestJournal.ReadAsync(await RunAsync(3)), r => r.Body.Event == EventCodes.TextsErased);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-6")]
    public async Task One_account_alone_a_superuser_or_another_request_erase_nothing()
    {
        var run = await RunAsync(1);
        var texts = await File.ReadAllTextAsync(new LogFolder(run).Texts);
        var commitment = TextErasure.Texts(run, SystemRandomSource.Instance).Single(t => t.Text == Chat).Commitment;
        var request = Erasing.Request(run, [commitment], "because");
        Assert.Contains("can't approve", Fails(() => Erasing.Approve(run, request.Number, request.Digest)), StringComparison.Ordinal);

        _people.Current = 0;
        Assert.Contains("superuser", Fails(() => Erasing.Approve(run, request.Number, request.Digest)), StringComparison.Ordinal);
        Assert.Contains("superuser", Fails(() => Erasing.Request(run, [commitment], "because")), StringComparison.Ordinal);

        _people.Current = 1002;
        Assert.Contains("isn't the one", Fails(() => Erasing.Approve(run, request.Number, new string('0', 64))), StringComparison.Ordinal);
        Assert.Contains("no request", Fails(() => Erasing.Approve(run, 9, request.Digest)), StringComparison.Ordinal);
        var file = Directory.GetFiles(run, "erasure-request-*").Single();
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("because", "because of something else", StringComparison.Ordinal));
        Assert.Contains("isn't the one", Fails(() => Erasing.Approve(run, request.Number, request.Digest)), StringComparison.Ordinal);
        _people.Owners[file] = 0;
        Assert.Contains("belongs to the superuser", Fails(() => Erasing.Approve(run, request.Number, request.Digest)), StringComparison.Ordinal);
        _people.Owners[file] = null;
        Assert.Contains("whose it is", Fails(() => Erasing.Approve(run, request.Number, request.Digest)), StringComparison.Ordinal);
        Assert.Equal(texts, await File.ReadAllTextAsync(new LogFolder(run).Texts));
        Assert.False(File.Exists(Path.Combine(run, "erasures.jsonl")));
    }

    [Fact]
    public async Task Account_role_key_and_time_are_in_the_records_and_no_text_to_erase()
    {
        var run = await RunAsync(1);
        var joined = (await TestJournal.ReadAsync(run)).Single(r => r.Body.Event == "technician.joined");
        var technician = joined.Body.Data.Read().GetProperty("technician");
        Assert.Equal(("ada", "technician"), (technician.GetProperty("account").GetString(), technician.GetProperty("role").GetString()));
        Assert.Contains("must still be there", Fails(() => Erasing.Request(run, [technician.GetProperty("key").GetString()!], "because")), StringComparison.Ordinal);
        Assert.Contains("needs a reason", Fails(() => Erasing.Request(run, [new string('a', 64)], " ")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_going_on_is_left_alone()
    {
        await using var journal = await TestJournal.StartAsync(_folder.Path, 1, new BrokerClock(TimeProvider.System), _brokerKey.Public);
        await journal.AppendAsync(new SessionEvents.Started(Samples.Number, Samples.Instrument, SessionPolicy.Default, Samples.RunKey), default);
        await journal.AppendAsync(new SessionEvents.ChatPosted(Party.Operator, Chat), default);
        var commitment = TextErasure.Texts(journal.Directory, SystemRandomSource.Instance).Single().Commitment;
        var request = Erasing.Request(journal.Directory, [commitment], "because");
        _people.Current = 1002;
        Assert.Contains("still going on", Fails(() => Erasing.Approve(journal.Directory, request.Number, request.Digest)), StringComparison.Ordinal);
    }

    private static string Fails(Action act) => Assert.Throws<ErasureException>(act).Message;

    private static string Fails(Func<object> act) => Assert.Throws<ErasureException>(() => act()).Message;

    private async Task<string> RunAsync(int number)
    {
        await using var journal = await TestJournal.StartAsync(_folder.Path, number, new BrokerClock(TimeProvider.System), _brokerKey.Public);
        foreach (var happened in new SessionEvent[]
        {
            new SessionEvents.Started(Samples.Number, Samples.Instrument, SessionPolicy.Default, Samples.RunKey),
            new SessionEvents.OperatorNamed("Ola Nordmann", "lab\\ola"),
            new SessionEvents.TechnicianJoined(Samples.Ada, SessionPolicy.Default, new string('d', 96), SampleTerms.Long),
            new SessionEvents.Opened(),
            new SessionEvents.ChatPosted(Party.Operator, Chat),
            new SessionEvents.Ending(Party.Operator, EndReason.Closed),
            new SessionEvents.Ended(Party.Operator, EndReason.Closed, []),
        })
        {
            await journal.AppendAsync(happened, default);
        }

        return journal.Directory;
    }

    /// <summary>Everybody is called Anna; files belong to whoever asked, unless the test says otherwise.</summary>
    private sealed class People : IOsPeople
    {
        public Dictionary<string, uint?> Owners { get; } = [];

        public uint Current { get; set; } = 1001;

        public string CurrentName => "anna";

        public uint? OwnerOf(SafeFileHandle file) => Owners.Count > 0 ? Owners.Values.First() : 1001;
    }
}

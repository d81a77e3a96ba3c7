using System.Text;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Adversary.Stage;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using static Orchestrator.Protocol.RecoveryMessages;

namespace Orchestrator.Adversary.Attacks;

/// <summary>
/// Somebody with an instrument's program of his own brings what earlier runs are said to have left. The broker's own actors and its own store stand against
/// him, and beside them a session runs: what is stored stays as it was, byte for byte, and the session goes on.
/// </summary>
[Trait("Requirement", "R-AUD-5")]
[Trait("Requirement", "R-AUD-10")]
public sealed class TailAttackTests : IAsyncLifetime
{
    // docs/protocol.md 4.1: of one part.
    private const int PartRecords = 4_096;
    private const int PartBytes = 4 << 20;

    private readonly FinishedRun _run = new(123_456_789);
    private readonly FinishedRun _other = new(234_567_890);
    private RealClaims _claims = null!;
    private SupportCase _it = null!;

    public async Task InitializeAsync()
    {
        _claims = await RealClaims.CreateAsync();
        await _run.GiveAsync(_claims);
        await _other.GiveAsync(_claims);
        _it = await SupportCase.OpenAtBrokerAsync(_claims);
    }

    public async Task DisposeAsync()
    {
        await _it.DisposeAsync();
        _claims.Dispose();
    }

    [Theory]
    [InlineData("another run's key")]
    [InlineData("his own key")]
    [InlineData("his own key under the run's origin")]
    [InlineData("another run's records and checkpoint")]
    [InlineData("a changed signature")]
    [InlineData("a changed size")]
    [InlineData("a changed root")]
    [InlineData("no bytes")]
    [InlineData("bytes that are no note")]
    public async Task A_checkpoint_that_the_runs_own_key_did_not_sign_brings_nothing(string what)
    {
        await using var he = await TailBringer.StartAsync(_it);
        var before = await _claims.RowsAsync(_it.Session);
        var lines = what == "another run's records and checkpoint" ? _other.Between(FinishedRun.Given, 10) : _run.Between(FinishedRun.Given, 10);

        var answer = await he.BringAsync(_run, FinishedRun.Given, lines, Note(what, he));

        Assert.Equal(TailCodes.Unverified, answer.Code);
        Assert.Equal(1, _claims.Refused);
        await AssertUntouchedAsync(before);
    }

    [Theory]
    [InlineData("a number that no session has")]
    [InlineData("somebody else's number with his own log")]
    [InlineData("another run's log for this number")]
    public async Task A_delivery_for_a_session_that_this_log_did_not_register_is_not_known(string what)
    {
        await using var he = await TailBringer.StartAsync(_it);
        var before = await _claims.RowsAsync(_it.Session);
        var (session, origin) = what switch
        {
            "a number that no session has" => (new SessionNumber(345_678_901), _run.Origin),
            "somebody else's number with his own log" => (_run.Session, he.Origin),
            _ => (_run.Session, _other.Origin),
        };

        var answer = await he.BringAsync(session, origin, FinishedRun.Given, _run.Between(FinishedRun.Given, 10), _run.Sign(10));

        Assert.Equal((TailCodes.Unknown, 0L), (answer.Code, answer.Next));
        await AssertUntouchedAsync(before);
    }

    /// <summary>Nobody but the run itself can do that: he has its key. It is a red flag, once, and what came first stays.</summary>
    [Fact]
    public async Task A_tail_that_forks_what_the_broker_has_is_a_fork_and_adds_nothing()
    {
        var fork = _run.Sign([.. _run.Lines.Take(4), FinishedRun.Line(4, "something else")]);
        for (var i = 0; i < 2; i++)
        {
            await using var he = await TailBringer.StartAsync(_it);
            Assert.Equal(TailCodes.Fork, (await he.BringAsync(_run, FinishedRun.Given, [], fork)).Code);
        }

        var waiting = (await _claims.RowsAsync(_it.Session)).Where(row => row.StartsWith("waiting ", StringComparison.Ordinal));
        Assert.Contains("SignedForkSeen", Assert.Single(waiting), StringComparison.Ordinal);
        await AssertClaimsAsync(_run, FinishedRun.Given);
        await AssertSessionAsync();
    }

    /// <summary>Signed over other first records than those that the broker has: the new ones aren't taken behind the old ones.</summary>
    [Fact]
    public async Task A_tail_of_another_story_is_not_put_behind_the_first_one()
    {
        await using var he = await TailBringer.StartAsync(_it);
        var before = await _claims.RowsAsync(_it.Session);
        IReadOnlyList<ReadOnlyMemory<byte>> story = [.. _run.Lines.Take(4), .. Enumerable.Range(4, 6).Select(sequence => FinishedRun.Line(sequence, "another story"))];

        var answer = await he.BringAsync(_run, FinishedRun.Given, story.Skip(FinishedRun.Given), _run.Sign(story));

        Assert.Equal(TailCodes.Differs, answer.Code);
        await AssertUntouchedAsync(before);
    }

    [Theory]
    [InlineData("the first record is left out", TailCodes.Limit)]
    [InlineData("a record in the middle is left out", TailCodes.Differs)]
    [InlineData("the last record is left out", TailCodes.Differs)]
    [InlineData("no record comes", TailCodes.Differs)]
    public async Task A_gap_is_not_taken(string what, string code)
    {
        await using var he = await TailBringer.StartAsync(_it);
        var before = await _claims.RowsAsync(_it.Session);
        var (from, lines) = what switch
        {
            "the first record is left out" => (FinishedRun.Given + 1, _run.Between(FinishedRun.Given + 1, 10)),
            "a record in the middle is left out" => (FinishedRun.Given, [.. _run.Between(FinishedRun.Given, 7), .. _run.Between(8, 11)]),
            "the last record is left out" => (FinishedRun.Given, _run.Between(FinishedRun.Given, 9)),
            _ => (FinishedRun.Given, []),
        };

        Assert.Equal(code, (await he.BringAsync(_run, from, lines, _run.Sign(10))).Code);
        await AssertUntouchedAsync(before);
    }

    [Fact]
    public async Task A_delivery_that_is_repeated_stands_there_once()
    {
        await using var he = await TailBringer.StartAsync(_it);
        Assert.Equal("", (await he.BringAsync(_run, FinishedRun.Given, _run.Between(FinishedRun.Given, 10), _run.Sign(10))).Code);
        var before = await _claims.RowsAsync(_it.Session);
        Assert.Contains("TailRecovered", Assert.Single(before, row => row.StartsWith("waiting ", StringComparison.Ordinal)), StringComparison.Ordinal);

        // Its records again are out of order by now; its checkpoint again says nothing new.
        Assert.Equal(TailCodes.Limit, (await he.BringAsync(_run, FinishedRun.Given, _run.Between(FinishedRun.Given, 10), _run.Sign(10))).Code);
        var again = await he.BringAsync(_run, 10, [], _run.Sign(10));
        Assert.Equal(("", 10L), (again.Code, again.Next));
        await AssertUntouchedAsync(before);
    }

    [Theory]
    [InlineData(PartRecords + 1, 0)]
    [InlineData((PartBytes / 32_000) + 1, 32_000)]
    public async Task A_part_that_is_larger_than_allowed_is_not_kept(int records, int padding)
    {
        await using var he = await TailBringer.StartAsync(_it);
        var before = await _claims.RowsAsync(_it.Session);
        var text = new string('x', padding);
        IReadOnlyList<ReadOnlyMemory<byte>> story = [.. _run.Lines.Take(FinishedRun.Given), .. Enumerable.Range(FinishedRun.Given, records).Select(sequence => FinishedRun.Line(sequence, text))];

        var answer = await he.BringAsync(_run, FinishedRun.Given, story.Skip(FinishedRun.Given), _run.Sign(story));

        Assert.Equal(TailCodes.Limit, answer.Code);
        await AssertUntouchedAsync(before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_that_runs_is_not_added_to(bool isHisOwn)
    {
        await using var he = await TailBringer.StartAsync(_it);
        var before = await _claims.RowsAsync(_it.Session);
        var (session, origin) = isHisOwn ? (he.Session, he.Origin) : (_it.Session, _it.Instrument.LogKey.Name);
        var held = (await _claims.LinesAsync(session)).Count;

        Assert.Equal(TailCodes.Running, (await he.BringAsync(session, origin, held, [], default)).Code);

        // Who goes on all the same is told the same as anybody who brings too much.
        await he.SendAsync(new RecoverRecord(held, FinishedRun.Line(held, "put in from outside")));
        Assert.Equal(TailCodes.Limit, Assert.IsType<RunRecovered>(await he.AskAsync(new RecoverCheckpoint(_run.Sign(10)))).Code);
        await AssertUntouchedAsync(before);
    }

    [Theory]
    [InlineData("noise")]
    [InlineData("{\"event\":\"chat.posted\"}")]
    [InlineData("{\"v\":1,\"seq\":6,\"event\":\"chat.posted\"}")]
    [InlineData("{\"v\":1,\"seq\":5,\"event\":\"chat.posted\",\"text\":\"two\nlines\"}")]
    [InlineData("{\"v\":1,\"seq\":5,\"event\":\"chat.posted\",\"text\":\"no end\"")]
    public async Task Bytes_that_are_no_record_are_not_taken_though_the_runs_key_signed_them(string line)
    {
        await using var he = await TailBringer.StartAsync(_it);
        var before = await _claims.RowsAsync(_it.Session);
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(line);

        var answer = await he.BringAsync(_run, FinishedRun.Given, [bytes], _run.Sign([.. _run.Lines.Take(FinishedRun.Given), bytes]));

        Assert.Equal(TailCodes.Differs, answer.Code);
        await AssertUntouchedAsync(before);
    }

    [Fact]
    public async Task Whoever_was_refused_three_times_is_heard_no_more_on_that_link_not_even_with_the_truth()
    {
        await using var he = await TailBringer.StartAsync(_it);
        var before = await _claims.RowsAsync(_it.Session);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(TailCodes.Unverified, (await he.BringAsync(_run, FinishedRun.Given, [], _other.Sign(10))).Code);
        }

        Assert.Equal(TailCodes.Limit, (await he.BringAsync(_run, FinishedRun.Given, _run.Between(FinishedRun.Given, 10), _run.Sign(10))).Code);
        await AssertUntouchedAsync(before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Records_of_a_run_that_nobody_named_end_the_link_that_brought_them(bool isRegistered)
    {
        await using var he = isRegistered ? await TailBringer.StartAsync(_it) : await TailBringer.DialAsync(_it);
        var before = await _claims.RowsAsync(_it.Session);

        await he.SendAsync(isRegistered ? new RecoverRecord(FinishedRun.Given, _run.Lines[FinishedRun.Given]) : new RecoverRun(_run.Session, _run.Origin, 12, 12));

        Assert.Equal(LinkOutcomeKind.Lost, (await he.Ended.WaitAsync(World.Patience)).Kind);
        if (isRegistered)
        {
            await _it.World.UntilAsync(() => _it.Broker!.Noted.OfType<BrokerObservations.ViolationSeen>().Any(seen => seen.Session == he.Session));
        }

        await AssertUntouchedAsync(before);
    }

    private ReadOnlyMemory<byte> Note(string what, TailBringer he)
    {
        var good = _run.Sign(10);
        return what switch
        {
            "another run's key" or "another run's records and checkpoint" => _other.Sign(10),
            "his own key" => Signed(he.Origin, he),
            "his own key under the run's origin" => Signed(_run.Origin, he),
            "a changed signature" => Changed(good, good.Length - 10),
            "a changed size" => Changed(good, Encoding.UTF8.GetString(good.Span).IndexOf("\n10\n", StringComparison.Ordinal) + 2),
            "a changed root" => Changed(good, Encoding.UTF8.GetString(good.Span).IndexOf("\n10\n", StringComparison.Ordinal) + 10),
            "no bytes" => default,
            _ => Encoding.UTF8.GetBytes("a note that is none\n"),
        };
    }

    private ReadOnlyMemory<byte> Signed(string origin, TailBringer he)
    {
        var tree = new CompactRange();
        foreach (var line in _run.Lines.Take(10))
        {
            tree.Append(MerkleHasher.Leaf(line.Span));
        }

        return new CheckpointSigner(origin, he.LogKey).Sign(tree.Size, tree.Root).Note;
    }

    private static byte[] Changed(ReadOnlyMemory<byte> note, int at)
    {
        var bytes = note.ToArray();
        bytes[at] ^= 1;
        return bytes;
    }

    private async Task AssertUntouchedAsync(IReadOnlyList<string> before)
    {
        Assert.Equal(before, await _claims.RowsAsync(_it.Session));
        await AssertSessionAsync();
    }

    private async Task AssertClaimsAsync(FinishedRun run, int count) =>
        Assert.Equal(run.Lines.Take(count).Select(line => Encoding.UTF8.GetString(line.Span)), await _claims.LinesAsync(run.Session));

    /// <summary>The running session's claims are what its own instrument recorded, and both ends go on.</summary>
    private async Task AssertSessionAsync()
    {
        var held = await _claims.LinesAsync(_it.Session);
        Assert.NotEmpty(held);
        Assert.Equal(_it.Instrument.Lines.Take(held.Count), held);
        await _it.SpeakAsync(Victim.Instrument);
        await _it.SpeakAsync(Victim.Console);
        Assert.True(_it.IsSound);
        Assert.Equal(0, _it.Count("link.lost"));
    }
}

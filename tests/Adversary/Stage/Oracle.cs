using System.Text.RegularExpressions;
using Orchestrator.Audit.Verification;
using Orchestrator.Domain;

namespace Orchestrator.Adversary.Stage;

/// <summary>
/// What must be so after every attack, in one place: no plaintext at any sink behind the attack point, an end within two seconds, an event with its
/// reason in the instrument's evidence log, a log that verifies, and neither secrets nor exceptions in it.
/// </summary>
internal sealed class Oracle
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    private readonly SupportCase _case;
    private readonly DateTimeOffset _at;
    private readonly (long, long, int, int) _delivered;

    private Oracle(SupportCase @case)
    {
        _case = @case;
        _at = @case.Time.GetUtcNow();
        _delivered = Delivered;
    }

    private AttackedInstrument Instrument => _case.Instrument;

    /// <summary>What reached people and pumps at both ends.</summary>
    private (long Keys, long Pictures, int Heard, int Said) Delivered =>
        (Instrument.Sinks.Bytes, _case.Console?.Sinks.Bytes ?? 0, Instrument.Chats, _case.Console?.Chats ?? 0);

    /// <summary>This is the attack point: what was delivered until now was right.</summary>
    public static Oracle Before(SupportCase @case) => new(@case);

    /// <summary>The instrument ends the session within the bound, for this reason, with an event that names the check.</summary>
    public async Task InstrumentEndsAsync(EndReason reason, string code, string named)
    {
        await _case.World.UntilAsync(() => Instrument.View!.State.Phase >= SessionPhase.Ending);
        await FinishAsync();
        Assert.InRange(_case.Time.GetUtcNow() - _at, TimeSpan.Zero, Bound);
        Assert.Equal(reason, Instrument.Summary!.Reason);
        await EvidenceAsync(code, named);
    }

    /// <summary>
    /// The console ends its part at once with a code; the instrument hears of it, holds everything at once and writes it down, and ends when the grace
    /// is over.
    /// </summary>
    public async Task ConsoleEndsAsync(string code, string named)
    {
        await _case.World.UntilAsync(() => _case.Console.End is not null);
        Assert.Equal(_at, _case.Time.GetUtcNow());
        Assert.Equal(code, _case.Console.End!.Code);
        Assert.Contains(named, _case.Console.End.Sentence, StringComparison.Ordinal);
        await SuspendsAsync(Party.Technician);
    }

    /// <summary>
    /// The console gives up a handshake at once, with the check that failed. What it had begun at the instrument is dropped there when its time is over,
    /// with an event, and counts.
    /// </summary>
    public async Task ConsoleGivesUpAsync(string named, bool begunAtInstrument)
    {
        await _case.World.UntilAsync(() => _case.Console.End is not null);
        Assert.Equal(_at, _case.Time.GetUtcNow());
        Assert.Equal("HANDSHAKE_FAILED", _case.Console.End!.Code);
        Assert.Contains(named, _case.Console.End.Sentence, StringComparison.Ordinal);
        if (begunAtInstrument)
        {
            await ExpiresAsync();
            return;
        }

        await CloseAsync();
        await EvidenceAsync("session.ending", "closed");
    }

    /// <summary>A handshake that nobody goes on with is dropped ten seconds after its first message.</summary>
    public async Task ExpiresAsync()
    {
        Assert.False(Recorded("handshake.failed", ""));
        await _case.AdvanceAsync(TimeSpan.FromSeconds(9.5), beat: true);
        Assert.False(Recorded("handshake.failed", ""));
        await _case.AdvanceAsync(TimeSpan.FromSeconds(0.5));
        await _case.World.UntilAsync(() => Recorded("handshake.failed", "not finished within 10 s"));
        await CloseAsync();
        await EvidenceAsync("handshake.failed", "not finished within 10 s");
    }

    /// <summary>A link was cut: nothing passes from that moment on, the log says whose, and the session ends when the grace is over.</summary>
    public async Task SuspendsAsync(Party whose)
    {
        await _case.World.UntilAsync(() => Recorded("link.lost", whose.ToString().ToLowerInvariant()) && Instrument.View!.State.LinksDown.ContainsKey(whose));
        await SayMoreAsync();
        if (whose == Party.Technician)
        {
            // Else the clock could be faster than the broker's confirmation.
            await _case.World.UntilAsync(() => _case.Middle.Confirmed + 1 >= Instrument.Lines.Count);
        }

        await _case.AdvanceAsync(TimeSpan.FromSeconds(21), beat: whose == Party.Technician);
        await _case.World.UntilAsync(() => Instrument.View!.State.Phase >= SessionPhase.Ending);
        await FinishAsync();
        Assert.Equal(EndReason.LinkLost, Instrument.Summary!.Reason);
        await EvidenceAsync("link.lost", "");
    }

    /// <summary>A handshake failed with its name; the session itself goes on waiting, and nothing was delivered.</summary>
    public async Task HandshakeFailsAsync(string named)
    {
        await _case.World.UntilAsync(() => Recorded("handshake.failed", named));
        Assert.InRange(_case.Time.GetUtcNow() - _at, TimeSpan.Zero, Bound);
        Assert.NotEqual(SessionPhase.Open, Instrument.View!.State.Phase);
        Assert.Empty(Instrument.View.State.Grants);

        // One for the link's own handshake, under the pinned root; none for whoever didn't prove himself.
        Assert.Equal(1, Instrument.Key.Decryptions);
        await CloseAsync();
        await EvidenceAsync("handshake.failed", named);
    }

    /// <summary>The operator closes QuickSupport, whatever state it is in.</summary>
    public async Task CloseAsync()
    {
        Instrument.Operator.End();
        await _case.World.UntilAsync(() => Instrument.View!.State.Phase >= SessionPhase.Ending);
        await FinishAsync();
    }

    /// <summary>Nothing more came out of any channel, whatever the honest ends go on saying; the log holds the event, verifies, and keeps no secret.</summary>
    public async Task EvidenceAsync(string code, string named)
    {
        await SayMoreAsync();
        await Instrument.CloseLogAsync();
        Assert.True(Recorded(code, named), $"No {code} with “{named}” in: {string.Join(", ", Instrument.Lines.Select(line => line.Split('"')[7]))}");
        var report = LogVerifier.Verify(new LogVerification { Folder = Instrument.LogFolder, Key = Instrument.LogKey });
        Assert.DoesNotContain(report.Findings, finding => finding.Severity != FindingSeverity.Note);
        Assert.Equal(Instrument.Lines.Count, report.Records);
        AssertNothingSecret();
    }

    /// <summary>The end in its own steps: every channel metered or a second and a half, END, three tenths for the last words.</summary>
    private async Task FinishAsync()
    {
        await _case.SettleAsync();
        await _case.AdvanceAsync(TimeSpan.FromMilliseconds(1500));
        await _case.World.UntilAsync(() => Instrument.View!.State.Phase == SessionPhase.Ended);
        await _case.SettleAsync();
        await _case.AdvanceAsync(TimeSpan.FromMilliseconds(500));
        await _case.World.UntilAsync(() => Instrument.HasEnded);
    }

    private async Task SayMoreAsync()
    {
        if (_case.Console is not null)
        {
            await _case.SayAsync(Victim.Instrument).WaitAsync(World.Patience);
            await _case.SayAsync(Victim.Console).WaitAsync(World.Patience);
            await _case.SettleAsync();
        }

        Assert.Equal(_delivered, Delivered);
    }

    private bool Recorded(string code, string named) =>
        Instrument.Lines.Any(line => line.Contains($"\"event\":\"{code}\"", StringComparison.Ordinal) && line.Contains(named, StringComparison.Ordinal));

    private void AssertNothingSecret()
    {
        var all = string.Join('\n', Directory.GetFiles(Instrument.Folder, "*", SearchOption.AllDirectories).Select(File.ReadAllText));
        string[] texts = ["Exception", "   at Orchestrator", AttackedConsole.Password, "canary"];
        Assert.DoesNotContain(texts, text => all.Contains(text, StringComparison.Ordinal));
        string?[] digits = [AttackedConsole.SecondFactor, AttackedInstrument.Pin, _case.Console?.View?.Sas];
        Assert.DoesNotContain(digits, secret => secret is { Length: > 0 } && Regex.IsMatch(all, $"(?<![0-9a-zA-Z+/=]){secret}(?![0-9a-zA-Z+/=])"));
    }
}

using Orchestrator.Adversary.Stage;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;

namespace Orchestrator.Adversary.Attacks;

/// <summary>
/// An end that proved itself and has the session's keys, and says numbers in RESUME that can't be. Without the keys nobody makes such a record at all
/// (<see cref="ResumeAttackTests"/>).
/// </summary>
[Trait("Requirement", "R-HS-4")]
[Trait("Requirement", "R-NET-12")]
public sealed class ResumeLiarTests
{
    private const string BeyondSealed = "beyond what was sealed";
    private const string BeforeAcknowledged = "before what was acknowledged";
    private const string NobodyCalled = "an answer to a call that nobody made";

    [Theory]
    [InlineData(BeyondSealed)]
    [InlineData(BeforeAcknowledged)]
    public async Task The_instrument_refuses_numbers_that_cannot_be(string lie)
    {
        await using var it = await SupportCase.WaitingAsync();
        var certificate = Vendor.Certify(TestKeys.Technician.Public);
        var ticket = Vendor.Ticket(it.Middle.Registered, TestKeys.Technician.Public, certificate);
        it.Middle.Intercept = _ => Task.FromResult(true);
        await it.Middle.AdmitAtInstrumentAsync(ticket, certificate);
        using var keys = new ChannelTable(await Impostor.PoseAsTechnicianAsync(it, ticket, TestKeys.Technician, certificate).WaitAsync(World.Patience), it.Time);
        await it.PutAsync(Victim.Instrument, Sealed(keys, new TechnicianToInstrument.PresentPin(new SecretText(AttackedInstrument.Pin))));
        await it.World.UntilAsync(() => it.Middle.Frames.Count(frame => frame is { To: Victim.Console, Header.Type: FrameType.PeerData }) >= 2);
        var oracle = Oracle.Before(it);

        await AcknowledgeAsync(it, Victim.Instrument, keys, lie);
        await LieAsync(it, Victim.Instrument, keys, lie);

        await oracle.InstrumentEndsAsync(EndReason.ProtocolViolation, "part.failed", nameof(RecordFailure.WrongResume));
    }

    [Theory]
    [InlineData(BeyondSealed)]
    [InlineData(BeforeAcknowledged)]
    [InlineData(NobodyCalled)]
    public async Task The_console_refuses_numbers_that_cannot_be(string lie)
    {
        await using var it = await SupportCase.WaitingAsync();
        var posing = new TaskCompletionSource<HandshakeResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        it.Middle.Intercept = _ => Task.FromResult(true);
        it.Middle.Admission = async wish =>
        {
            var certificate = Vendor.Certify(it.Middle.Console!.PeerKey);
            var ticket = Vendor.Ticket(it.Middle.Registered, it.Middle.Console.PeerKey, certificate);
            _ = Impostor.PoseAsInstrumentAsync(it, ticket, TestKeys.Instrument, TestKeys.Instrument.Public.Spki).ContinueWith(done => posing.TrySetResult(done.Result), TaskScheduler.Default);
            await it.Middle.Console.SendAsync(new BrokerToConsole.Connected(ticket, certificate, it.Time.GetUtcNow().ToUnixTimeMilliseconds(), it.Middle.Register!.Instrument, default));
        };
        it.Connect();
        using var keys = new ChannelTable(await posing.Task.WaitAsync(World.Patience), it.Time);
        await it.World.UntilAsync(() => it.Middle.Frames.Any(frame => frame is { To: Victim.Instrument, Header.Type: FrameType.PeerData }));
        await AcknowledgeAsync(it, Victim.Console, keys, lie);
        if (lie != NobodyCalled)
        {
            await it.Middle.Console!.SendAsync(new BrokerToBoth.PeerLink(true));
            await it.World.UntilAsync(() => it.Calls == 1);
        }

        await LieAsync(it, Victim.Console, keys, lie);

        await it.World.UntilAsync(() => it.Console.End is not null);
        Assert.Equal("PROTOCOL_VIOLATION", it.Console.End!.Code);
        Assert.Contains(nameof(RecordFailure.WrongResume), it.Console.End.Sentence, StringComparison.Ordinal);
        Assert.Equal(0, it.Console.Sinks.Bytes);
    }

    /// <summary>An honest word, where the lie needs one before it: the victim's first record has come.</summary>
    private static Task AcknowledgeAsync(SupportCase it, Victim to, ChannelTable keys, string lie) => lie == BeforeAcknowledged
        ? it.PutAsync(to, Sealed(keys, new PeerToPeer.Received([new PeerToPeer.ReceivedUpTo(ChannelId.Control, 1)])))
        : Task.CompletedTask;

    private static Task LieAsync(SupportCase it, Victim to, ChannelTable keys, string lie) =>
        it.PutAsync(to, keys.SealResume(1, [new ResumePoint(ChannelId.Control, lie == BeforeAcknowledged ? 0UL : 1_000_000UL, 1, 0)])!);

    private static byte[] Sealed(ChannelTable keys, PeerMessage message) => keys.Control.Sealer.Seal(PeerMessageCodec.Encode(message))!;
}

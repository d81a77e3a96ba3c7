using Orchestrator.Adversary.Stage;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;

namespace Orchestrator.Adversary.Attacks;

/// <summary>
/// The strongest of all: he owns broker, relay and the issuing key, so both handshakes succeed with him in the middle. What stands against him is six
/// digits that two people compare, and how often he may try.
/// </summary>
[Trait("Requirement", "R-HS-7")]
[Trait("Requirement", "R-HS-13")]
public sealed class StolenIssuingKeyTests
{
    [Fact]
    public async Task With_two_valid_handshakes_in_the_middle_the_digits_differ_and_nothing_is_ever_granted()
    {
        await using var it = await SupportCase.WaitingAsync();
        using var theft = new Theft(it);
        it.Middle.Admission = _ => theft.BeginAsync();
        it.Connect();
        await it.World.UntilAsync(() => it.Console.View?.Sas.Length == 6 && it.Instrument.View is { Sas: true, State.PinAccepted: true });
        var oracle = Oracle.Before(it);

        // The technician reads aloud what the console shows; the operator types it, twice.
        Assert.NotEqual(theft.DigitsAtInstrument, it.Console.View!.Sas);
        it.Instrument.Operator.TypeSas(it.Console.View.Sas);
        await it.World.UntilAsync(() => it.Instrument.View!.State.SasFailures == 1);
        Assert.NotEqual(SessionPhase.Open, it.Instrument.View!.State.Phase);
        it.Instrument.Operator.TypeSas(it.Console.View.Sas);

        await oracle.InstrumentEndsAsync(EndReason.SasExhausted, "sas.compared", "");
        Assert.Empty(it.Instrument.Prompts);
        Assert.DoesNotContain(it.Instrument.Lines, line => line.Contains("\"event\":\"grant.given\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_ask_in_the_middle_of_two_handshakes_is_not_put_to_the_operator_before_the_digits_match()
    {
        await using var it = await SupportCase.WaitingAsync();
        using var theft = new Theft(it);
        it.Middle.Admission = _ => theft.BeginAsync();
        it.Connect();
        await it.World.UntilAsync(() => it.Instrument.View is { Sas: true, State.PinAccepted: true });
        var oracle = Oracle.Before(it);

        await theft.SayAsync(AskContent.Sign(
            new TechnicianToInstrument.Ask(1, Capability.ControlInput, 10, "because", null, Blob.Empty), theft.TranscriptAtInstrument, TestKeys.Stranger));
        await it.World.UntilAsync(() => it.Instrument.Lines.Any(line => line.Contains("\"event\":\"request.refused\"", StringComparison.Ordinal)));

        Assert.Empty(it.Instrument.Prompts);
        await oracle.CloseAsync();
        await oracle.EvidenceAsync("request.refused", "");
    }

    [Fact]
    public async Task Whoever_sees_the_digits_and_begins_anew_has_three_tries_for_a_number()
    {
        await using var it = await SupportCase.WaitingAsync();
        var answers = 0;
        it.Middle.Intercept = frame =>
        {
            answers += frame.Header is { Type: FrameType.PeerHandshake, Sequence: 2 } ? 1 : 0;
            return Task.FromResult(true);
        };
        var oracle = Oracle.Before(it);

        for (var attempt = 0; attempt < 10; attempt++)
        {
            var certificate = Vendor.Certify(TestKeys.Stranger.Public);
            var ticket = Vendor.Ticket(it.Middle.Registered, TestKeys.Stranger.Public, certificate);
            await it.Middle.AdmitAtInstrumentAsync(ticket, certificate);
            using var machine = new HandshakeInitiator(new HandshakeSettings(
                HandshakeContext.ForTicket(ticket), TestKeys.Stranger, certificate, new ExpectedKeyVerifier(it.Instrument.Key.Fingerprint), Trust.Primitives.SystemRandomSource.Instance));
            await it.PutAsync(Victim.Instrument, machine.Start().ToArray());
        }

        await oracle.InstrumentEndsAsync(EndReason.HandshakesExhausted, "handshake.failed", "another ticket came before it was finished");
        Assert.Equal(SessionLimits.Handshakes, answers);
        Assert.Equal(SessionLimits.Handshakes, it.Instrument.Lines.Count(line => line.Contains("\"event\":\"handshake.failed\"", StringComparison.Ordinal)));
        Assert.Equal(1, it.Instrument.Key.Decryptions);
    }

    /// <summary>Tickets of his own for both ends, a handshake with each, and everything that is said carried across in clear before his eyes.</summary>
    private sealed class Theft(SupportCase it) : IDisposable
    {
        private ChannelTable? _toInstrument;
        private ChannelTable? _toConsole;

        public string DigitsAtInstrument { get; private set; } = "";

        public ReadOnlyMemory<byte> TranscriptAtInstrument { get; private set; }

        public void Dispose()
        {
            _toInstrument?.Dispose();
            _toConsole?.Dispose();
        }

        public async Task BeginAsync()
        {
            var certificate = Vendor.Certify(TestKeys.Stranger.Public);
            var forInstrument = Vendor.Ticket(it.Middle.Registered, TestKeys.Stranger.Public, certificate);
            var technicians = Vendor.Certify(TestKeys.Technician.Public);
            var forConsole = Vendor.Ticket(it.Middle.Registered with { Key = TestKeys.Stranger.Fingerprint }, TestKeys.Technician.Public, technicians);
            it.Middle.Intercept = CarryAsync;
            await it.Middle.AdmitAtInstrumentAsync(forInstrument, certificate);
            var atInstrument = Impostor.PoseAsTechnicianAsync(it, forInstrument, TestKeys.Stranger, certificate);
            var atConsole = Impostor.PoseAsInstrumentAsync(it, forConsole, TestKeys.Stranger, TestKeys.Stranger.Public.Spki);
            _ = TakeAsync(atInstrument, atConsole);
            await it.Middle.Console!.SendAsync(new BrokerToConsole.Connected(forConsole, technicians, Vendor.Now.ToUnixTimeMilliseconds(), it.Middle.Register!.Instrument, default));
        }

        public Task SayAsync(PeerMessage message) => it.PutAsync(Victim.Instrument, _toInstrument!.Control.Sealer.Seal(PeerMessageCodec.Encode(message))!);

        private async Task TakeAsync(Task<HandshakeResult> atInstrument, Task<HandshakeResult> atConsole)
        {
            var there = await atInstrument;
            DigitsAtInstrument = there.Sas;
            TranscriptAtInstrument = there.TranscriptHash;
            _toInstrument = new ChannelTable(there, it.Time);
            _toConsole = new ChannelTable(await atConsole, it.Time);
            it.World.Note("both handshakes are done");
        }

        /// <summary>Opens what one end says and seals it for the other.</summary>
        private async Task<bool> CarryAsync(PeerFrame frame)
        {
            if (frame.Header.Type != FrameType.PeerData)
            {
                return true;
            }

            await it.World.UntilAsync(() => _toConsole is not null);
            var (from, to) = frame.To == Victim.Instrument ? (_toConsole!, _toInstrument!) : (_toInstrument!, _toConsole!);
            var payload = new byte[frame.Header.Length];
            var opened = from.Open(frame.Header, frame.Bytes, payload);
            Assert.Equal(RecordVerdict.Opened, opened.Verdict);
            await it.PutAsync(frame.To, to.Control.Sealer.Seal(payload.AsSpan(0, opened.Length))!);
            return true;
        }
    }
}

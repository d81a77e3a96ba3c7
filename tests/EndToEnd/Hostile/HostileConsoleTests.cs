using System.Text.Json;
using Orchestrator.Broker.Journal;
using Orchestrator.Domain;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.QuickSupport.Composition;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.EndToEnd.Hostile;

/// <summary>
/// What a console's program can't do, however it is made. Counted at the capture call and the injector, at the instrument's end of each channel, and
/// at the broker's relay.
/// </summary>
[Collection(VendorCollection.Name)]
public sealed class HostileConsoleTests(TestVendor vendor)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Fact]
    [Trait("Requirement", "R-AUTHZ-1")]
    public async Task Without_a_grant_not_one_frame_and_not_one_key_passes()
    {
        await using var lines = await ConsoleLines.OpenAsync(vendor);
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        await using var console = await HostileConsole.JoinAsync(lines, instrument);
        var (view, control) = (console.Forge(1, Capability.ViewScreen), console.Forge(2, Capability.ControlInput));

        await view.WantPicturesAsync(20);
        await control.TypeAsync(20);
        await console.PresentAsync(instrument.Pin);
        await view.WantPicturesAsync(20);
        await control.TypeAsync(20);

        // One record at the instrument's mux, of a channel that it never opened, would have ended the session for another reason.
        var records = await LeaveAsync(console, instrument, EndReason.TechnicianReleased);
        Assert.DoesNotContain(records, r => Code(r) is "ask.made" or "channel.opened" or "part.failed");
        Assert.Equal((0, 0, 0), instrument.Counts);
        Assert.Equal(120, console.RecordsSent);
        Assert.Equal(120, await RefusedAsync(instrument));
        Assert.DoesNotContain(BrokerEventCodes.RelayOpened, vendor.Observed(instrument.Number));
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-5")]
    public async Task After_the_revocation_not_one_frame_and_not_one_key_passes()
    {
        await using var lines = await ConsoleLines.OpenAsync(vendor);
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        await using var console = await HostileConsole.JoinAsync(lines, instrument);
        await console.PresentAsync(instrument.Pin);
        var view = await console.AskAsync(Capability.ViewScreen);
        var control = await console.AskAsync(Capability.ControlInput);
        await view.WantPicturesAsync(1);
        await control.TypeAsync(3);
        await instrument.UntilCountedAsync(counts => counts is { Frames: > 0, Events: 6 });

        await instrument.RevokeAllAsync();
        await console.UntilAsync(state => state.Channels.Count == 0 && state.Unmetered.IsEmpty);
        var counts = instrument.Counts;
        var received = view.Wire.Counts.RecordsIn;
        await view.WantPicturesAsync(50);
        await control.TypeAsync(50);
        await console.Forge(7, Capability.ControlInput).TypeAsync(10);

        var records = await LeaveAsync(console, instrument, EndReason.TechnicianReleased);
        Assert.Equal(counts, instrument.Counts);
        Assert.Equal(received, view.Wire.Counts.RecordsIn);
        var metered = records.Where(r => Code(r) == "channel.metered").Sum(r => r.GetProperty("data").GetProperty("recordsIn").GetInt64());
        var relayed = vendor.Observations(instrument.Number, BrokerEventCodes.RelayMetered).Sum(o => o.GetProperty("recordsToInstrument").GetInt64());
        Assert.Equal((7, 7), (metered, relayed));
        Assert.Equal(7 + 170, console.RecordsSent);
        Assert.Equal(170, await RefusedAsync(instrument));
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-1")]
    public async Task A_key_on_the_views_channel_ends_the_session_and_is_not_pressed()
    {
        await using var lines = await ConsoleLines.OpenAsync(vendor);
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        await using var console = await HostileConsole.JoinAsync(lines, instrument);
        await console.PresentAsync(instrument.Pin);
        var view = await console.AskAsync(Capability.ViewScreen);

        await view.TypeAsync(1);

        await AssertEndedAsync(instrument, EndReason.ProtocolViolation);
        Assert.Equal(0, instrument.Counts.Events);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-1")]
    public async Task A_question_that_nobody_signed_ends_the_session_and_is_not_put_to_the_operator()
    {
        await using var lines = await ConsoleLines.OpenAsync(vendor);
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        await using var console = await HostileConsole.JoinAsync(lines, instrument);
        await console.PresentAsync(instrument.Pin);

        await console.SendAsync(console.Question(Capability.ControlInput));

        var records = await AssertEndedAsync(instrument, EndReason.ProtocolViolation);
        Assert.Contains(records, r => Code(r) == "part.failed" && r.GetRawText().Contains("signature", StringComparison.Ordinal));
        Assert.Empty(instrument.Person.Prompts);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-4")]
    public async Task A_ticket_that_was_used_opens_nothing_on_another_link()
    {
        await using var lines = await ConsoleLines.OpenAsync(vendor);
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        ReadOnlyMemory<byte> ticket;
        await using (var console = await HostileConsole.JoinAsync(lines, instrument))
        {
            await console.PresentAsync(instrument.Pin);
            ticket = console.Ticket;
        }

        // The same key, the same ticket, no password.
        await using var link = await lines.DialAsync(CancellationToken.None).WaitAsync(Patience);
        var ended = link.RunAsync(new Nobody(), CancellationToken.None);
        using var machine = new HandshakeInitiator(new HandshakeSettings(
            HandshakeContext.ForTicket(ticket), lines.Key, lines.Key.Public.Spki, new ExpectedKeyVerifier(lines.Key.Public.Fingerprint), SystemRandomSource.Instance));
        await link.ForwardAsync(RecordPriority.Control, machine.Start(), () => true);

        Assert.NotEqual(LinkOutcomeKind.Local, (await ended.WaitAsync(Patience)).Kind);
        var records = await AssertEndedAsync(instrument, EndReason.LinkLost);
        Assert.DoesNotContain(records, r => Code(r) == "handshake.failed");
        Assert.Single(records, r => Code(r) == "technician.joined");
    }

    private async Task<IReadOnlyList<JsonElement>> LeaveAsync(HostileConsole console, AttendedInstrument instrument, EndReason reason)
    {
        await console.SendAsync(new TechnicianToInstrument.Leave("done"));
        return await AssertEndedAsync(instrument, reason);
    }

    private async Task<IReadOnlyList<JsonElement>> AssertEndedAsync(AttendedInstrument instrument, EndReason reason)
    {
        var outcome = await instrument.Run.Completion.WaitAsync(Patience);
        Assert.Equal(reason, outcome.Summary!.Reason);
        await vendor.UntilObservedAsync(instrument.Number, BrokerEventCodes.SessionEnded, Patience);
        return await instrument.CloseAndReadAsync();
    }

    private async Task<long> RefusedAsync(AttendedInstrument instrument)
    {
        await vendor.UntilObservedAsync(instrument.Number, BrokerEventCodes.RelayRefused, Patience);
        return vendor.Observations(instrument.Number, BrokerEventCodes.RelayRefused).Single().GetProperty("records").GetInt64();
    }

    private static string? Code(JsonElement record) => record.GetProperty("event").GetString();

    private sealed class Nobody : ILinkReceiver
    {
        public ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken) => default;

        public ValueTask<LinkOutcome?> OnPeerRecordAsync(RecordHeader header, System.Buffers.ReadOnlySequence<byte> whole, CancellationToken cancellationToken) => default;
    }
}

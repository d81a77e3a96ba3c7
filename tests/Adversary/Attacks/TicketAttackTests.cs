using Orchestrator.Adversary.Stage;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.Adversary.Attacks;

/// <summary>A broker, or whoever has its link key, that hands out tickets which don't hold: forged, spent, for somebody or something else, out of time.</summary>
[Trait("Requirement", "R-ZT-2")]
public sealed class TicketAttackTests
{
    private static readonly Dictionary<string, (Func<Ticket, Ticket> Change, RsaIdentity Signer, string Named)> Forgeries = new()
    {
        ["by another key"] = (t => t, TestKeys.Stranger, "ticket: BadSignature"),
        ["by the broker's own key"] = (t => t, TestKeys.Broker, "ticket: BadSignature"),
        ["by the root"] = (t => t, TestKeys.Root, "ticket: BadSignature"),
        ["for another session"] = (t => t with { Session = new SessionNumber(987_654_321) }, TestKeys.Issuing, "ticket: WrongSession"),
        ["for another instrument"] = (t => t with { InstrumentKey = TestKeys.Stranger.Fingerprint }, TestKeys.Issuing, "ticket: WrongInstrumentKey"),
        ["for another log"] = (t => t with { InstrumentLogKey = Vendor.LogKey.Public.Bytes }, TestKeys.Issuing, "ticket: WrongLogKey"),
        ["for another broker"] = (t => t with { BrokerName = "other.vendor.example" }, TestKeys.Issuing, "ticket: WrongBroker"),
        ["that isn't valid yet"] = (t => t with { NotBefore = Vendor.Now.AddMinutes(5) }, TestKeys.Issuing, "ticket: NotYetValid"),
        ["that has run out"] = (t => t with { NotAfter = Vendor.Now.AddSeconds(-1) }, TestKeys.Issuing, "ticket: Expired"),
    };

    public static TheoryData<string> Names => [.. Forgeries.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Requirement", "R-ZT-6")]
    public async Task The_instrument_refuses_a_ticket(string which)
    {
        var (change, signer, named) = Forgeries[which];
        await using var it = await SupportCase.WaitingAsync();
        var certificate = Vendor.Certify(TestKeys.Technician.Public);
        var ticket = Vendor.Ticket(it.Middle.Registered, TestKeys.Technician.Public, certificate, change, signer);
        var oracle = Oracle.Before(it);

        await it.Middle.AdmitAtInstrumentAsync(ticket, certificate);
        var joined = Impostor.PoseAsTechnicianAsync(it, ticket, TestKeys.Technician, certificate);

        await oracle.HandshakeFailsAsync(named);
        Assert.False(joined.IsCompleted);
    }

    [Fact]
    public async Task A_ticket_with_one_changed_bit_is_refused()
    {
        await using var it = await SupportCase.WaitingAsync();
        var certificate = Vendor.Certify(TestKeys.Technician.Public);
        var ticket = Vendor.Ticket(it.Middle.Registered, TestKeys.Technician.Public, certificate);
        ticket[30] ^= 1;
        var oracle = Oracle.Before(it);

        await it.Middle.AdmitAtInstrumentAsync(ticket, certificate);

        await oracle.HandshakeFailsAsync("ticket:");
    }

    [Fact]
    public async Task A_ticket_that_was_used_is_spent_whatever_came_of_it()
    {
        await using var it = await SupportCase.WaitingAsync();
        var certificate = Vendor.Certify(TestKeys.Technician.Public);
        var ticket = Vendor.Ticket(it.Middle.Registered, TestKeys.Technician.Public, certificate);
        await it.Middle.AdmitAtInstrumentAsync(ticket, certificate);
        _ = Impostor.PoseAsTechnicianAsync(it, ticket, TestKeys.Stranger, certificate);
        await it.World.UntilAsync(() => it.Instrument.Lines.Any(line => line.Contains("BadSignature", StringComparison.Ordinal)));
        var oracle = Oracle.Before(it);

        await it.Middle.AdmitAtInstrumentAsync(ticket, certificate);
        var joined = Impostor.PoseAsTechnicianAsync(it, ticket, TestKeys.Technician, certificate);

        await oracle.HandshakeFailsAsync("ticket: spent already");
        Assert.False(joined.IsCompleted);
    }

    /// <summary>A broker that says that the technician's link is gone brings somebody else in his place, with a ticket and a certificate that are right.</summary>
    [Fact]
    public async Task After_one_technician_no_other_comes_in_though_his_link_is_gone()
    {
        await using var it = await SupportCase.JoinedAsync();
        var certificate = Vendor.Certify(TestKeys.Stranger.Public);
        var ticket = Vendor.Ticket(it.Middle.Registered, TestKeys.Stranger.Public, certificate);
        await it.Middle.Instrument!.SendAsync(new BrokerToBoth.PeerLink(false));
        await it.World.UntilAsync(() => !it.Instrument.View!.State.LinksDown.IsEmpty);

        var answers = Answers();

        await it.Middle.AdmitAtInstrumentAsync(ticket, certificate);
        var joined = Impostor.PoseAsTechnicianAsync(it, ticket, TestKeys.Stranger, certificate);

        // What comes behind it on the same link shows that it was dealt with.
        await it.Middle.Instrument!.SendAsync(new BrokerToBoth.Revoked("the account was disabled"));
        await it.World.UntilAsync(() => it.Instrument.View!.State.Phase >= SessionPhase.Ending);
        await it.SettleAsync();

        Assert.Equal(answers, Answers());
        Assert.False(joined.IsCompleted);

        int Answers() => it.Middle.Frames.Count(frame => frame.To == Victim.Console && frame.Header.Type == FrameType.PeerHandshake);
    }

    [Fact]
    public async Task The_console_refuses_a_ticket_that_the_issuing_key_did_not_sign()
    {
        await using var it = await SupportCase.WaitingAsync();
        it.Middle.Admission = _ =>
        {
            var certificate = Vendor.Certify(TestKeys.Technician.Public);
            var ticket = Vendor.Ticket(it.Middle.Registered, TestKeys.Technician.Public, certificate, issuing: TestKeys.Stranger);
            return it.Middle.GiveTicketsAsync((ticket, certificate), (ticket, certificate));
        };
        var oracle = Oracle.Before(it);

        it.Connect();
        await it.World.UntilAsync(() => it.Console.End is not null);

        Assert.Equal("BAD_TICKET", it.Console.End!.Code);
        Assert.Empty(it.Middle.Frames);
        await oracle.HandshakeFailsAsync("ticket: BadSignature");
    }

    [Fact]
    public async Task A_ticket_cannot_allow_more_than_the_signed_policy_nor_for_longer()
    {
        await using var it = await SupportCase.WaitingAsync();
        it.Middle.Admission = _ =>
        {
            var certificate = Vendor.Certify(TestKeys.Technician.Public);
            var ticket = Vendor.Ticket(it.Middle.Registered, TestKeys.Technician.Public, certificate, t => t with { Capabilities = [new TicketCapability { Capability = Capability.ViewScreen, Minutes = 720 }] });
            return it.Middle.GiveTicketsAsync((ticket, certificate), (ticket, certificate));
        };

        it.Connect();
        await it.World.UntilAsync(() => it.Instrument.View!.State.Phase == SessionPhase.Joined);

        var policy = it.Instrument.View!.State.Policy;
        Assert.Equal([Capability.ViewScreen], policy.MaxMinutes.Keys);
        Assert.Equal(Vendor.Configuration.Policy.MaxMinutes[Capability.ViewScreen], policy.MaxMinutes[Capability.ViewScreen]);
    }
}

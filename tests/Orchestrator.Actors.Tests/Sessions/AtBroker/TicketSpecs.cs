using System.Collections.Immutable;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using static Orchestrator.Domain.BrokerObservations;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Actors.Tests.Sessions.AtBroker;

/// <summary>The relay holds a modified instrument to the ticket that this broker handed out.</summary>
[Trait("Requirement", "R-ZT-2")]
[Trait("Requirement", "R-ZT-6")]
public sealed class TicketSpecs : BrokerSpecs
{
    private static readonly ChannelId Two = new(2);

    [Fact]
    public async Task A_channel_for_what_the_ticket_doesnt_name_is_never_relayed()
    {
        Give((Capability.ViewScreen, 20));
        await ChannelOpenAsync();
        await GrantAsync(2, Capability.ControlInput, minutes: 5);
        await ApplyAsync(new ChannelOpened(Two, new GrantId(2), Capability.ControlInput));

        Assert.True(await PassesAsync(One));
        Assert.False(await PassesAsync(Two));
        Assert.Equal("channel 2: the ticket doesn't name control", Noted<Vetoed>().Reason);
        Assert.Equal(One, Noted<RelayOpened>().Channel);
    }

    [Fact]
    public async Task A_grant_longer_than_the_ticket_says_ends_by_the_tickets_minutes()
    {
        Give((Capability.ViewScreen, 1));
        await ChannelOpenAsync(minutes: 60);

        await AdvanceAsync(Session, TimeSpan.FromSeconds(74), TimeSpan.FromSeconds(1));
        Assert.True(await PassesAsync(One));
        await AdvanceAsync(Session, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1));

        Assert.False(await PassesAsync(One));
        Assert.Contains("longer than the ticket", Noted<Vetoed>().Reason, StringComparison.Ordinal);
        Assert.Equal(One, Noted<RelayMetered>().Channel);
    }

    [Fact]
    public async Task A_renewal_counts_the_tickets_minutes_anew()
    {
        Give((Capability.ViewScreen, 1));
        await ChannelOpenAsync(minutes: 60);

        await AdvanceAsync(Session, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(1));
        await ApplyAsync(new Asked(new AskId(2), Party.Instrument, Capability.ViewScreen, 60, "more", null, new GrantId(1), null));
        await ApplyAsync(new Renewed(new GrantId(1), new AskId(2), 3600, new SessionTime(7_200_000), "hash", "", TestEvidence.Receipt));
        await AdvanceAsync(Session, TimeSpan.FromSeconds(70), TimeSpan.FromSeconds(1));
        Assert.True(await PassesAsync(One));
        await AdvanceAsync(Session, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1));

        Assert.False(await PassesAsync(One));
    }

    [Fact]
    public async Task Nothing_is_relayed_longer_than_the_ticket_lives()
    {
        Admission.Judge = request => Admitted(request, new TicketRights(Minutes((Capability.ViewScreen, 20)), Time.GetUtcNow() + TimeSpan.FromMinutes(1)));
        await ChannelOpenAsync(minutes: 20);

        await AdvanceAsync(Session, TimeSpan.FromSeconds(76), TimeSpan.FromSeconds(1));
        Assert.False(await PassesAsync(One));

        await GrantAsync(2, Capability.ViewScreen, minutes: 20);
        await ApplyAsync(new ChannelOpened(Two, new GrantId(2), Capability.ViewScreen));
        Assert.False(await PassesAsync(Two));
        Assert.Contains(Journal.Noted.OfType<Vetoed>(), v => v.Reason == "channel 2: the ticket is over");
    }

    [Fact]
    public async Task An_instrument_that_keeps_to_the_ticket_never_meets_a_veto()
    {
        Give((Capability.ViewScreen, 1));
        await ChannelOpenAsync(minutes: 1);

        await AdvanceAsync(Session, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1));
        await ApplyAsync(new ChannelClosed(One, Capability.ViewScreen, EndReason.Expired));
        await AdvanceAsync(Session, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1));

        Assert.DoesNotContain(Journal.Noted, o => o is Vetoed);
    }

    [Fact]
    public async Task Admission_is_told_what_the_instrument_says_about_itself()
    {
        await AttachedAsync();

        Assert.Equal(("Liquid handler 3", "LH-0042", "Basel"), (Admission.Requests[0].Instrument!.Name, Admission.Requests[0].Instrument!.Serial, Admission.Requests[0].Instrument!.Site));
    }

    private void Give(params (Capability Capability, int Minutes)[] rights) =>
        Admission.Judge = request => Admitted(request, new TicketRights(Minutes(rights), DateTimeOffset.MaxValue));

    private static ImmutableSortedDictionary<Capability, int> Minutes(params (Capability Capability, int Minutes)[] rights) =>
        rights.ToImmutableSortedDictionary(r => r.Capability, r => r.Minutes);

    private static AdmitOutcome.Admitted Admitted(AdmitRequest request, TicketRights rights) => new([1], [2], [3], "ticket-1", request.Account, "Maria Muster", rights, default);

    private async Task GrantAsync(uint number, Capability capability, int minutes)
    {
        await ApplyAsync(new Asked(new AskId(number), Party.Technician, capability, minutes, "why", null, null, TestEvidence.Signed));
        await ApplyAsync(new Granted(new GrantId(number), new AskId(number), capability, minutes * 60, new SessionTime(3_600_000), "hash", TestEvidence.Signed.Sha256, TestEvidence.Receipt));
    }
}

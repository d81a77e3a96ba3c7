using Orchestrator.TestSupport;

namespace Orchestrator.Domain.Tests.Sessions;

/// <summary>Turns drawn numbers into commands that fit the present state often enough to reach every corner of it.</summary>
internal static class RandomSession
{
    public const int Kinds = 29;

    // Everything below this kind comes from technician, broker, wire, timers or faults; the rest from the operator's own hands.
    public const int FirstOperatorKind = 20;

    /// <summary>The command of one draw; <paramref name="a"/> and <paramref name="b"/> choose among what there is.</summary>
    public static SessionCommand Command(SessionState state, int kind, int a, int b) => kind switch
    {
        0 => new TechnicianCommands.PresentPin(a % 4 != 0),
        1 or 2 or 3 => Ask(a, b),
        4 => new TechnicianCommands.Withdraw(Ask(state, a)),
        5 => new TechnicianCommands.Release(Grant(state, a)),
        6 => new TechnicianCommands.Chat(a % 3 == 0 ? "" : "hello"),
        7 => new HostCommands.Join(TestSession.Engineer with { Account = $"t{b % 2}" }, SessionPolicy.Default, "th6", SampleTerms.Until(new SessionTime(1000 * (a + (b % 3 == 0 ? 0 : 100_000))))),
        8 => new HostCommands.FailHandshake("failed"),
        9 => new HostCommands.LoseLink((Party)(a % 4)),
        10 => new HostCommands.RestoreLink((Party)(a % 4)),
        11 => a % 8 == 0 ? new HostCommands.End((Party)(b % 4), (EndReason)(b % 16)) : new HostCommands.Tick(),
        12 => new HostCommands.OfferRenewal(Grant(state, a)),
        13 => new HostCommands.TimeOutPrompt(Ask(state, a)),
        14 => new HostCommands.LosePrompt(Ask(state, a)),
        15 => new HostCommands.FailChannel(Channel(state, a), "failed"),
        16 => a % 2 == 0 ? new HostCommands.CompleteFile(Channel(state, b), TestSession.Offer()) : new HostCommands.FailFile(Channel(state, b), "full"),
        17 => new HostCommands.NoteClipboard(Channel(state, a), b, "hash"),
        18 => new HostCommands.Meter(new ChannelId((uint)(a % 8)), a, b, b, a),
        19 => a % 4 == 0 ? new HostCommands.Finish() : a % 4 == 1 ? new HostCommands.FailPart("link", "bad") : new HostCommands.GoAway(),
        20 or 21 or 22 or 23 => Allow(state, a, b),
        24 => new OperatorCommands.CompareSas(a % 4 != 0),
        25 => a % 6 == 0 ? new OperatorCommands.RevokeAll() : new OperatorCommands.Revoke(Grant(state, a)),
        26 => a % 2 == 0 ? new OperatorCommands.Pause() : new OperatorCommands.Refuse(Ask(state, b), AskOutcome.Refused),
        27 => a % 2 == 0 ? new OperatorCommands.Resume() : new OperatorCommands.StateName("Ann", "lab\\ann"),
        _ => a % 2 == 0 ? new HostCommands.ComeBack() : new HostCommands.Start(new SessionNumber(123_456_789), TestSession.Machine, SessionPolicy.Default, TestEvidence.RunKey),
    };

    /// <summary>Plays one draw.</summary>
    public static Decision Play(this TestSession session, (int Kind, int A, int B, int Wait) draw)
    {
        session.Wait(TimeSpan.FromSeconds(draw.Wait * draw.Wait));
        return session.Do(Command(session.State, draw.Kind, draw.A, draw.B));
    }

    /// <summary>All that a state says, in one text: collections compare by content.</summary>
    public static string Describe(this SessionState s) => string.Join('|',
        s.Phase, s.Number, s.Instrument, s.Technician, Describe(s.Policy), s.PinAccepted, s.PinFailures, s.SasMatched, s.SasFailures, s.HandshakeFailures,
        s.RefusedRequests, s.Terms?.NotAfter, s.Terms?.Policy, s.Paused, s.Away, s.Blind, s.LastIds,
        string.Join(';', s.LinksDown), string.Join(';', s.Asks.Values), string.Join(';', s.Grants.Values), string.Join(';', s.Channels.Values), string.Join(';', s.Unmetered));

    private static string Describe(SessionPolicy p) => $"{string.Join(',', p.MaxMinutes)}/{p.PresenceMinutes}/{p.GraceSeconds}/{p.PromptSeconds}/{p.MaxFileBytes}";

    private static TechnicianCommands.Ask Ask(int a, int b)
    {
        var capability = (Capability)(a % 7 + (a % 13 == 0 ? 0 : 1));
        var file = capability is Capability.SendFile ? TestSession.Offer() : capability is Capability.FetchFile ? new FileOffer("", -1, "") : null;
        return new TechnicianCommands.Ask(capability, b % 30, "why", file, TestEvidence.Signed);
    }

    private static OperatorCommands.Allow Allow(SessionState state, int a, int b) =>
        new(Ask(state, a), TestSession.PromptHash, b % 10 == 0 ? null : TestSession.Offer(), b % 11 == 0 ? null : "/runs/a", TestEvidence.Receipt);

    private static AskId Ask(SessionState state, int a) => a % 9 == 0 || state.Asks.IsEmpty ? new AskId((uint)a) : state.Asks.Keys.ElementAt(a % state.Asks.Count);

    private static GrantId Grant(SessionState state, int a) =>
        a % 9 == 0 || state.Grants.IsEmpty ? new GrantId((uint)a) : state.Grants.Keys.ElementAt(a % state.Grants.Count);

    private static ChannelId Channel(SessionState state, int a) =>
        a % 9 == 0 || state.Channels.IsEmpty ? new ChannelId((uint)a) : state.Channels.Keys.ElementAt(a % state.Channels.Count);
}

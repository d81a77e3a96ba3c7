using System.Collections.Immutable;

namespace Orchestrator.Domain;

/// <summary>Who may ask for an approval, who may give one, and what it is worth. Pure.</summary>
public static class ApprovalRules
{
    /// <summary>A request waits so long, and an approval counts so long from its decision on: longer, and nobody remembers what it was for.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    /// <summary>Requests of one technician that may wait for one session.</summary>
    public const int MaxOpen = 3;

    /// <summary>Characters of a reason or a meaning: as many as a record holds whole.</summary>
    public const int MaxCharacters = 400;

    /// <summary>What a request is at this moment.</summary>
    public static ApprovalState StateOf(Approval approval, DateTimeOffset now) => approval.Decision switch
    {
        null => now - approval.AskedAt < Life ? ApprovalState.Asked : ApprovalState.Over,
        { Given: false } => ApprovalState.Refused,
        { } given => now - given.At < Life ? ApprovalState.Given : ApprovalState.Over,
    };

    /// <summary>The stable name in lists and messages.</summary>
    public static string Name(this ApprovalState state) => state.ToString().ToLowerInvariant();

    /// <summary>Why no further request may be filed; null when it may.</summary>
    /// <param name="earlier">Requests of the same technician for the same session.</param>
    /// <param name="capabilities">For what.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">This moment.</param>
    public static Refusal? WhyNotAsk(IEnumerable<Approval> earlier, CapabilitySet capabilities, string reason, DateTimeOffset now) =>
        capabilities.IsEmpty || !capabilities.IsKnown ? new("BAD_CAPABILITY", "Name at least one capability: view, control, send-file, fetch-file, clipboard-to or clipboard-from.")
        : !IsSaid(reason) ? new("BAD_REASON", $"Say why, in 1 to {MaxCharacters} characters: the supervisor decides by it.")
        : earlier.Count(a => StateOf(a, now) == ApprovalState.Asked) >= MaxOpen
            ? new("TOO_MANY_REQUESTS", $"{MaxOpen} requests of yours for this session wait already. Speak with a supervisor.")
        : null;

    /// <summary>Decides a request: once, by a supervisor, never by whoever asked.</summary>
    /// <returns>The request with its decision, or why there is none.</returns>
    public static (Approval? Decided, Refusal? Refusal) Decide(Approval approval, Decider who, bool give, string meaning, DateTimeOffset now) =>
        WhyNotDecide(approval, who, meaning, now) is { } refusal
            ? (null, refusal)
            : (approval with { Decision = new ApprovalDecision(give, who.Account, who.PrintedName, meaning, now) }, null);

    /// <summary>Which capabilities of a session were approved for a technician, and by whom, as printed. The latest approval names the approver.</summary>
    /// <param name="approvals">All that there may be.</param>
    /// <param name="account">The technician's.</param>
    /// <param name="session">The session.</param>
    /// <param name="stands">Whether whoever decided may still do so.</param>
    /// <param name="now">This moment.</param>
    public static ImmutableSortedDictionary<Capability, string> Approved(
        IEnumerable<Approval> approvals, string account, SessionNumber session, Func<ApprovalDecision, bool> stands, DateTimeOffset now)
    {
        var approved = ImmutableSortedDictionary.CreateBuilder<Capability, string>();
        var counting = approvals.Where(a => a.Account == account && a.Session == session && StateOf(a, now) == ApprovalState.Given && a.Decision!.Account != account);
        foreach (var approval in counting.OrderBy(a => a.Decision!.At).ThenBy(a => a.Id).Where(a => stands(a.Decision!)))
        {
            foreach (var capability in approval.Capabilities.ToList())
            {
                approved[capability] = approval.Decision!.PrintedName;
            }
        }

        return approved.ToImmutable();
    }

    private static Refusal? WhyNotDecide(Approval approval, Decider who, string meaning, DateTimeOffset now) =>
        !who.IsSupervisor ? new("NOT_SUPERVISOR", "Only a supervisor approves or refuses.")
        : who.Account == approval.Account ? new("OWN_REQUEST", "Nobody decides his own request. Ask another supervisor.")
        : !IsSaid(meaning) ? new("BAD_MEANING", $"Say what your decision means, in 1 to {MaxCharacters} characters: it stands beside your name in the record.")
        : approval.Decision is { } decision ? new("ALREADY_DECIDED", $"{decision.PrintedName} has {(decision.Given ? "approved" : "refused")} this already; that stays.")
        : StateOf(approval, now) == ApprovalState.Over ? new("REQUEST_OVER", "This request waited too long and is over. The technician may file another one.")
        : null;

    private static bool IsSaid(string text) => text.Length <= MaxCharacters && !string.IsNullOrWhiteSpace(text);
}

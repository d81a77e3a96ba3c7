using System.Globalization;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Admission;
using Orchestrator.Broker.Training;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.Trust.Encoding;

namespace Orchestrator.Broker.Approvals;

/// <summary>
/// Files, shows and decides requests. Whoever asks proves himself in full each time, as 21 CFR 11.200 wants it of a signature. What is filed or decided is
/// in the log before it is in the store, and counts only from there on.
/// </summary>
internal sealed class ApprovalDesk(
    Authenticator authenticator, TrainingStore training, ApprovalStore approvals, IBrokerJournal journal, TimeProvider time) : IApprovalDesk, IDisposable
{
    /// <summary>One at a time: two supervisors can't both decide one request, and ids follow each other.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _lastId;

    public async Task<LinkMessage> RequestAsync(
        ApprovalMessages.RequestApproval wish, BrokerMessages.Refused? against, Endpoint from, CancellationToken cancellationToken)
    {
        var (person, account, refusal) = await ProveAsync(wish.Who, from, cancellationToken);
        refusal ??= NotJoining(account!) ?? await UntrainedAsync(account!, cancellationToken) ?? (against is null ? null : new BrokerToBoth.Refused(against.Code, against.Sentence));
        if (refusal is not null)
        {
            return refusal;
        }

        using var turn = await EnterAsync(cancellationToken);
        var now = Now;
        var earlier = await approvals.OfAsync(account!.Id, wish.Session, cancellationToken);
        if (ApprovalRules.WhyNotAsk(earlier, wish.Capabilities, Words(wish.Reason), now) is { } no)
        {
            return new BrokerToBoth.Refused(no.Code, no.Sentence);
        }

        _lastId = Math.Max(_lastId, await approvals.NewestIdAsync(cancellationToken)) + 1;
        var approval = new Approval(_lastId, wish.Session, account.Name, account.PrintedName, wish.Capabilities, wish.Reason, now);
        await journal.AppendAsync(new ApprovalObservations.ApprovalRequested(wish.Session, Id(approval), person!, wish.Capabilities, wish.Reason), cancellationToken);
        await approvals.AddAsync(approval, account, cancellationToken);
        return new ApprovalMessages.ApprovalFiled(Id(approval), now.ToUnixTimeMilliseconds());
    }

    public async Task<LinkMessage> ListAsync(ApprovalMessages.ListApprovals wish, Endpoint from, CancellationToken cancellationToken)
    {
        var (_, account, refusal) = await ProveAsync(wish.Who, from, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var now = Now;
        var shown = (await approvals.SinceAsync(now - ApprovalRules.Life, cancellationToken))
            .Where(a => account!.Role == AccountRoles.Supervisor || a.Account == account.Name)
            .OrderBy(a => ApprovalRules.StateOf(a, now) == ApprovalState.Asked ? 0 : 1)
            .ThenBy(a => ApprovalRules.StateOf(a, now) == ApprovalState.Asked ? a.Id : -a.Id)
            .Take(ProtocolLimits.MaxApprovals);
        return new ApprovalMessages.ApprovalsListed([.. shown.Select(a => Line(a, now))]);
    }

    public async Task<LinkMessage> DecideAsync(ApprovalMessages.DecideApproval wish, Endpoint from, CancellationToken cancellationToken)
    {
        var (person, account, refusal) = await ProveAsync(wish.Who, from, cancellationToken);
        refusal ??= await UntrainedAsync(account!, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var decider = new Decider(account!.Name, account.PrintedName, account.Role == AccountRoles.Supervisor);
        using var turn = await EnterAsync(cancellationToken);
        var approval = decider.IsSupervisor && long.TryParse(wish.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? await approvals.FindAsync(id, cancellationToken) : null;
        if (approval is null)
        {
            return decider.IsSupervisor
                ? new BrokerToBoth.Refused("NO_SUCH_REQUEST", "There is no request with this number. `orchestrator approvals` shows what waits.")
                : new BrokerToBoth.Refused("NOT_SUPERVISOR", "Only a supervisor approves or refuses.");
        }

        var (decided, no) = ApprovalRules.Decide(approval, decider, wish.Approve, Words(wish.Meaning), Now);
        if (decided is null)
        {
            return new BrokerToBoth.Refused(no!.Code, no.Sentence);
        }

        await journal.AppendAsync(Observation(decided, person!), cancellationToken);
        return await approvals.DecideAsync(decided, account, from.Fingerprint, cancellationToken)
            ? new ApprovalMessages.ApprovalDecided(wish.Id, ApprovalRules.StateOf(decided, Now).Name())
            : new BrokerToBoth.Refused("ALREADY_DECIDED", "Somebody has decided this already; that stays.");
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>As the store keeps it: whole milliseconds.</summary>
    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    private async Task<(ProvenPerson? Person, Account? Account, BrokerToBoth.Refused? Refusal)> ProveAsync(PersonProof who, Endpoint from, CancellationToken cancellationToken)
    {
        var found = await authenticator.CheckAsync(
            new Credentials(who.Account, who.Password.Reveal(), who.SecondFactor.Reveal(), SignInDevice.Console(from.Fingerprint), from.Address), cancellationToken);
        if (found.Refusal is { } no)
        {
            return (null, null, new BrokerToBoth.Refused(no.Code, no.Sentence));
        }

        var account = found.Account!;
        return (new ProvenPerson(account.Name, account.PrintedName, account.Role, found.Strength, from.Fingerprint), account, null);
    }

    private static BrokerToBoth.Refused? NotJoining(Account account) => AccountRoles.MayJoin(account.Role)
        ? null
        : new BrokerToBoth.Refused(AdmissionCodes.RoleNotAdmitted, AdmissionCodes.RoleNotAdmittedSentence(account.Role));

    private async Task<BrokerToBoth.Refused?> UntrainedAsync(Account account, CancellationToken cancellationToken) =>
        await training.FirstMissingAsync(account, cancellationToken) is { } missing ? new BrokerToBoth.Refused(AdmissionCodes.TrainingExpired, missing.Sentence) : null;

    private async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    private static BrokerObservation Observation(Approval decided, ProvenPerson by) => decided.Decision!.Given
        ? new ApprovalObservations.ApprovalGiven(decided.Session, Id(decided), by, decided.Account, decided.PrintedName, decided.Capabilities, decided.Decision.Meaning)
        : new ApprovalObservations.ApprovalRefused(decided.Session, Id(decided), by, decided.Account, decided.PrintedName, decided.Capabilities, decided.Decision.Meaning);

    private static ApprovalLine Line(Approval a, DateTimeOffset now) => new(
        Id(a), a.Session, a.Account, a.PrintedName, a.Capabilities, a.Reason, a.AskedAt.ToUnixTimeMilliseconds(), ApprovalRules.StateOf(a, now).Name());

    private static string Id(Approval approval) => approval.Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>Words that can't be shown on one line are none.</summary>
    private static string Words(string text) => SafeText.IsSafe(text, ApprovalRules.MaxCharacters) ? text : "";

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}

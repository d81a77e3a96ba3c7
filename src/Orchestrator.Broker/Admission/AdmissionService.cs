using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Training;
using Orchestrator.Domain;
using Orchestrator.Trust.Encoding;
using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.Broker.Admission;

/// <summary>
/// Who may sign in, and who may join which session. Password, code and console come first, always: a stranger learns nothing about training or
/// sessions. One authentication buys one ticket, and what is bought is recorded before it is given.
/// </summary>
internal sealed class AdmissionService(
    Authenticator authenticator,
    TrainingStore training,
    AdmissionPolicy policy,
    TicketCounter tickets,
    IssuingAuthority authority,
    IBrokerJournal journal) : IAdmission
{
    public async Task<SignInOutcome> SignInAsync(SignInRequest request, CancellationToken cancellationToken)
    {
        if (!RsaPublic.TryImport(request.ConsoleKey.Span, out var console, out _))
        {
            return new SignInOutcome.Refused(AdmissionCodes.BadKey, AdmissionCodes.BadKeySentence);
        }

        var found = await authenticator.CheckAsync(
            new Credentials(request.Account, request.Password, request.SecondFactor, SignInDevice.Console(console.Fingerprint.Hex), request.Address), cancellationToken);
        if (found.Refusal is { } no)
        {
            return new SignInOutcome.Refused(no.Code, no.Sentence);
        }

        var account = found.Account!;
        await journal.AppendAsync(
            new BrokerObservations.SignedIn(account.Name, account.PrintedName, account.Role, request.Address, console.Fingerprint.Hex, found.Strength), cancellationToken);

        // A certificate says that this key is a technician's; who joins no sessions gets none.
        return AccountRoles.MayJoin(account.Role)
            ? new SignInOutcome.SignedIn(account.Name, account.PrintedName, account.Role, await authority.CertifyAsync(account, console, cancellationToken), authority.Certificate)
            : new SignInOutcome.SignedIn(account.Name, account.PrintedName, account.Role, [], []);
    }

    public async Task<AdmitOutcome> AdmitAsync(AdmitRequest request, CancellationToken cancellationToken)
    {
        if (!RsaPublic.TryImport(request.ConsoleKey.Span, out var console, out _))
        {
            return new AdmitOutcome.Refused(AdmissionCodes.BadKey, AdmissionCodes.BadKeySentence);
        }

        var found = await authenticator.CheckAsync(
            new Credentials(request.Account, request.Password, request.SecondFactor, SignInDevice.Console(console.Fingerprint.Hex), request.Address), cancellationToken);
        if (found.Refusal is { } no)
        {
            return new AdmitOutcome.Refused(no.Code, no.Sentence);
        }

        var account = found.Account!;
        if (await RefusalAsync(account, request, cancellationToken) is { } refusal)
        {
            return await RecordAsync(found, request, refusal, cancellationToken);
        }

        var permission = await policy.JudgeAsync(account, request, cancellationToken);
        if ((permission.Refusal ?? TakeTicket(account, request)) is { } refused)
        {
            return await RecordAsync(found, request, refused, cancellationToken);
        }

        var certificate = await authority.CertifyAsync(account, console, cancellationToken);
        var ticket = await authority.IssueAsync(account, found.Strength, request, console, certificate, permission, cancellationToken);
        return new AdmitOutcome.Admitted(
            ticket.Bytes.ToArray(), certificate, authority.Certificate, ticket.Ticket.Id.Hex, account.Name, account.PrintedName, permission.Rights, permission.ApprovalNeeded);
    }

    private async Task<AdmitOutcome.Refused?> RefusalAsync(Account account, AdmitRequest request, CancellationToken cancellationToken)
    {
        if (!AccountRoles.MayJoin(account.Role))
        {
            return new AdmitOutcome.Refused(AdmissionCodes.RoleNotAdmitted, AdmissionCodes.RoleNotAdmittedSentence(account.Role));
        }

        if (await training.FirstMissingAsync(account, cancellationToken) is { } missing)
        {
            return new AdmitOutcome.Refused(AdmissionCodes.TrainingExpired, missing.Sentence);
        }

        if (request.InstrumentKey.IsEmpty)
        {
            return new AdmitOutcome.Refused(
                AdmissionCodes.SessionUnknown, $"No session {request.Session.Spoken()} waits here. Ask the operator to read the number again, or to start QuickSupport again.");
        }

        if (request.TakenBy is { } other)
        {
            return new AdmitOutcome.Refused(
                AdmissionCodes.SessionTaken, $"Session {request.Session.Spoken()} is taken by {other}. Speak with {other}, or ask the operator to start a new session.");
        }

        if (!SafeText.IsSafe(request.Reason, TicketLimits.MaxReason))
        {
            return new AdmitOutcome.Refused(
                AdmissionCodes.BadReason, $"The reason can't be shown to the operator: give 1 to {TicketLimits.MaxReason} visible characters on one line.");
        }

        return null;
    }

    private AdmitOutcome.Refused? TakeTicket(Account account, AdmitRequest request) => tickets.TryTake(account.Name, request.Session)
        ? null
        : new AdmitOutcome.Refused(
            AdmissionCodes.TooManyTickets, "Three tickets for this session were given within five minutes. Wait five minutes, or ask the operator to start a new session.");

    private async Task<AdmitOutcome> RecordAsync(Authentication found, AdmitRequest request, AdmitOutcome.Refused refusal, CancellationToken cancellationToken)
    {
        await journal.AppendAsync(new BrokerObservations.AdmissionRefused(request.Session, found.Account!.Name, found.Strength, refusal.Code), cancellationToken);
        return refusal;
    }
}

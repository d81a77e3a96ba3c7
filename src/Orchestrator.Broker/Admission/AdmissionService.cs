using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Training;
using Orchestrator.Domain;
using Orchestrator.Trust.Encoding;
using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.Broker.Admission;

/// <summary>
/// Who may sign in, and who may join which session. The password comes first, always: a stranger learns nothing about training or
/// sessions. One authentication buys one ticket, and what is bought is recorded before it is given.
/// </summary>
internal sealed class AdmissionService(
    Authenticator authenticator,
    TrainingStore training,
    TicketCounter tickets,
    IssuingAuthority authority,
    IBrokerJournal journal) : IAdmission
{
    /// <summary>There is no second factor in this version; records say so.</summary>
    internal const string Strength = "password";

    public async Task<SignInOutcome> SignInAsync(SignInRequest request, CancellationToken cancellationToken)
    {
        var found = await authenticator.CheckAsync(request.Account, request.Password, request.Address, cancellationToken);
        if (found.Account is not { } account)
        {
            return found.Status == AuthenticationStatus.Busy
                ? new SignInOutcome.Refused(AdmissionCodes.Busy, AdmissionCodes.BusySentence)
                : new SignInOutcome.Refused(AdmissionCodes.SignInFailed, AdmissionCodes.SignInFailedSentence);
        }

        if (!RsaPublic.TryImport(request.ConsoleKey.Span, out var console, out _))
        {
            return new SignInOutcome.Refused(AdmissionCodes.BadKey, AdmissionCodes.BadKeySentence);
        }

        await journal.AppendAsync(
            new BrokerObservations.SignedIn(account.Name, request.Address, console.Fingerprint.Hex, Strength), cancellationToken);
        var certificate = await authority.CertifyAsync(account, console, cancellationToken);
        return new SignInOutcome.SignedIn(account.Name, account.PrintedName, account.Role, certificate, authority.Certificate);
    }

    public async Task<AdmitOutcome> AdmitAsync(AdmitRequest request, CancellationToken cancellationToken)
    {
        var found = await authenticator.CheckAsync(request.Account, request.Password, request.Address, cancellationToken);
        if (found.Account is not { } account)
        {
            return found.Status == AuthenticationStatus.Busy
                ? new AdmitOutcome.Refused(AdmissionCodes.Busy, AdmissionCodes.BusySentence)
                : new AdmitOutcome.Refused(AdmissionCodes.SignInFailed, AdmissionCodes.SignInFailedSentence);
        }

        if (await RefusalAsync(account, request, cancellationToken) is { } refusal)
        {
            return await RecordAsync(account, request, refusal, cancellationToken);
        }

        if (!RsaPublic.TryImport(request.ConsoleKey.Span, out var console, out _))
        {
            return await RecordAsync(account, request, new AdmitOutcome.Refused(AdmissionCodes.BadKey, AdmissionCodes.BadKeySentence), cancellationToken);
        }

        var certificate = await authority.CertifyAsync(account, console, cancellationToken);
        var ticket = await authority.IssueAsync(account, request, console, certificate, cancellationToken);
        return new AdmitOutcome.Admitted(
            ticket.Bytes.ToArray(), certificate, authority.Certificate, ticket.Ticket.Id.Hex, account.Name, account.PrintedName);
    }

    private async Task<AdmitOutcome.Refused?> RefusalAsync(Account account, AdmitRequest request, CancellationToken cancellationToken)
    {
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

        return tickets.TryTake(account.Name, request.Session)
            ? null
            : new AdmitOutcome.Refused(
                AdmissionCodes.TooManyTickets, "Three tickets for this session were given within five minutes. Wait five minutes, or ask the operator to start a new session.");
    }

    private async Task<AdmitOutcome> RecordAsync(Account account, AdmitRequest request, AdmitOutcome.Refused refusal, CancellationToken cancellationToken)
    {
        await journal.AppendAsync(new BrokerObservations.AdmissionRefused(request.Session, account.Name, refusal.Code), cancellationToken);
        return refusal;
    }
}

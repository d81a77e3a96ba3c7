using Microsoft.EntityFrameworkCore;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Approvals;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using static Orchestrator.Protocol.ApprovalMessages;

namespace Orchestrator.Broker.Tests.Approvals;

/// <summary>Anna, a technician, and two supervisors, Petra and Quinn, each at a console; all trained.</summary>
internal sealed class People(TestBroker broker)
{
    public static readonly SessionNumber Session = new(123_456_789);

    private static readonly Endpoint Console = new(TestKeys.Technician.Public.Spki, TestKeys.Technician.Fingerprint.Hex, TestBroker.Address, "websocket");

    public static async Task<People> AtAsync(TestBroker broker)
    {
        await broker.AddTrainedAsync();
        await broker.AddTrainedAsync("petra", "Petra Lind", AccountRoles.Supervisor);
        await broker.AddTrainedAsync("quinn", "Quinn Fox", AccountRoles.Supervisor);
        return new People(broker);
    }

    /// <summary>The same people after a restart of the broker.</summary>
    public static People Again(TestBroker broker) => new(broker);

    public Task AddUntrainedAsync(string name, string role) => broker.AddActivatedAsync(name, $"{name} Untrained", role);

    public Task<LinkMessage> RequestAsync(string account, string reason = "liquid not detected", string password = QuickPasswords.Good, BrokerMessages.Refused? against = null) =>
        broker.Parts.Approvals.RequestAsync(new RequestApproval(Session, CapabilitySet.Of(Capability.ControlInput), reason, Proof(account, password)), against, Console, CancellationToken.None);

    public Task<LinkMessage> ListAsync(string account, string password = QuickPasswords.Good) =>
        broker.Parts.Approvals.ListAsync(new ListApprovals(Proof(account, password)), Console, CancellationToken.None);

    public Task<LinkMessage> DecideAsync(string account, string id, bool approve = true, string meaning = "checked with the site", string password = QuickPasswords.Good) =>
        broker.Parts.Approvals.DecideAsync(new DecideApproval(id, approve, meaning, Proof(account, password)), Console, CancellationToken.None);

    public async Task<IReadOnlyDictionary<Capability, string>> ApprovedAsync(string account, SessionNumber? session = null) =>
        await new StandingApprovals(broker.Store, new ApprovalStore(broker.Store), broker.Accounts, broker.Training, broker.Time).ApprovedAsync(
            await broker.Accounts.FindAsync(account, CancellationToken.None), session ?? Session, CancellationToken.None);

    public async Task TakeAwayAsync(string account, string why)
    {
        switch (why)
        {
            case "disabled":
                await broker.Changes.DisableAsync(account, TestBroker.Owner, CancellationToken.None);
                break;
            case "reset":
                await broker.Changes.ResetAsync(account, "he lost his phone", TestBroker.Owner, CancellationToken.None);
                break;
            case "reset and activated anew":
                await broker.Changes.ResetAsync(account, "he lost his phone", TestBroker.Owner, CancellationToken.None);
                await QuickActivation.ActivateAsync(broker, account, QuickPasswords.Good);
                break;
            case "no longer supervisor":
                await broker.Changes.ChangeRoleAsync(account, AccountRoles.Technician, TestBroker.Owner, CancellationToken.None);
                break;
            case "console revoked":
                await broker.Consoles.RevokeAsync(account, Console.Fingerprint, TestBroker.Owner, CancellationToken.None);
                break;
            default:
                var newer = (await broker.Courses.InForceAsync(CancellationToken.None))[0] with { Version = "2", ContentSha256 = new string('b', 64), Roles = [AccountRoles.Supervisor] };
                await broker.Courses.AddAsync(newer, TestBroker.Owner, CancellationToken.None);
                break;
        }
    }

    private PersonProof Proof(string account, string password) => new(account, new SecretText(password), new SecretText(broker.Code(account)));
}

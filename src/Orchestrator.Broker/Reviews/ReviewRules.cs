using System.Text.Json;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Journal;

namespace Orchestrator.Broker.Reviews;

/// <summary>Who may review what: an auditor, and nobody what he took part in. Accounts are compared as names are, without case.</summary>
internal static class ReviewRules
{
    /// <exception cref="BrokerException">It isn't an auditor.</exception>
    public static void RequireAuditor(Account account)
    {
        if (account.Role != AccountRoles.Auditor)
        {
            throw new BrokerException(ExitCode.NotProven, $"'{account.Name}' is a {account.Role}; only an auditor signs a review.");
        }
    }

    /// <summary>True when a record of a session names this account as somebody who took part: who did it, whose ticket it was, who approved.</summary>
    public static bool TookPart(JsonElement record, string account) =>
        record.GetProperty("event").GetString() != BrokerEventCodes.ReviewSigned
        && (IsBy(record, account) || Is(record.GetProperty("data"), "account", account)
            || (record.GetProperty("data").TryGetProperty("technician", out var technician) && technician.ValueKind == JsonValueKind.Object && Is(technician, "account", account)));

    /// <summary>True when this account did what a record says.</summary>
    public static bool IsBy(JsonElement record, string account) => Is(record.GetProperty("who"), "account", account);

    private static bool Is(JsonElement element, string name, string account) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && string.Equals(value.GetString(), account, StringComparison.OrdinalIgnoreCase);
}

using System.Text.Json.Serialization;

namespace Orchestrator.Broker.Accounts;

/// <summary>A person who may sign in, as the store has it. Without the password's hash: that never leaves the folder.</summary>
/// <param name="Id">Never used twice.</param>
/// <param name="Name">Unique, folded.</param>
/// <param name="PrintedName">As the operator reads it.</param>
/// <param name="Role">One of <see cref="AccountRoles"/>.</param>
/// <param name="State">Whether it counts.</param>
/// <param name="CreatedAt">When.</param>
public sealed record Account(long Id, string Name, string PrintedName, string Role, AccountState State, DateTimeOffset CreatedAt)
{
    /// <summary>Can't sign in; nothing is relayed for it.</summary>
    public bool Disabled => State == AccountState.Disabled;
}

/// <summary>Whether an account counts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AccountState>))]
public enum AccountState
{
    /// <summary>Its owner hasn't chosen a password yet, or it was reset.</summary>
    [JsonStringEnumMemberName("to be activated")]
    ToBeActivated,

    /// <summary>Another administrator must approve its role.</summary>
    [JsonStringEnumMemberName("to be approved")]
    ToBeApproved,

    /// <summary>It counts.</summary>
    [JsonStringEnumMemberName("active")]
    Active,

    /// <summary>It lost every right, for ever.</summary>
    [JsonStringEnumMemberName("disabled")]
    Disabled,
}

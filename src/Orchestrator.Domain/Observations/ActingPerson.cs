namespace Orchestrator.Domain;

/// <summary>Who changed something at the broker: an administrator who proved himself for this one change, or whoever owns the data folder while there is none.</summary>
/// <param name="Account">Unique name; null for the data folder's owner.</param>
/// <param name="PrintedName">As printed on reports; null for the data folder's owner.</param>
/// <param name="Role">In which it was done; null for the data folder's owner.</param>
/// <param name="Strength">How he proved himself, for example <c>password+totp</c>; null for the data folder's owner.</param>
/// <param name="OsAccount">The account of the operating system in which the command ran; null where it ran elsewhere.</param>
public sealed record ActingPerson(string? Account, string? PrintedName, string? Role, string? Strength, string? OsAccount)
{
    /// <summary>Whoever may write the data folder; only while no active administrator exists.</summary>
    public static ActingPerson DataFolderOwner(string osAccount) => new(null, null, null, null, osAccount);

    /// <summary>For a sentence: the printed name with the role, or what stands for it.</summary>
    public string Spoken() => Account is null ? $"the owner of the data folder ({OsAccount})" : $"{PrintedName} ({Role})";
}

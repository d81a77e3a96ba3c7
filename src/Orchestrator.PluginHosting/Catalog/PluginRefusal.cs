namespace Orchestrator.PluginHosting;

/// <summary>A plugin that isn't used, and why.</summary>
/// <param name="Reason">For programs.</param>
/// <param name="Where">Folder, or id of a compiled-in plugin.</param>
/// <param name="Sentence">For people: what failed, why, what to do.</param>
public sealed record PluginRefusal(PluginRefusalReason Reason, string Where, string Sentence)
{
    /// <summary>Id, where the folder's name or the manifest tells it.</summary>
    public string? Plugin { get; init; }

    /// <summary>Version, likewise.</summary>
    public Version? Version { get; init; }
}

/// <summary>Why a plugin isn't used.</summary>
public enum PluginRefusalReason
{
    /// <summary>No plugin.json.</summary>
    ManifestMissing,

    /// <summary>plugin.json can't be read or says something impossible.</summary>
    ManifestInvalid,

    /// <summary>The folders don't bear the id and version that the manifest says.</summary>
    FolderMismatch,

    /// <summary>Made for another version of the contract.</summary>
    ContractOutOfRange,

    /// <summary>Not made for this program.</summary>
    NotForThisHost,

    /// <summary>The folder holds an assembly that only the host may bring.</summary>
    OwnCopyOfHostAssembly,

    /// <summary>It opens network connections itself, and its manifest doesn't ask for that.</summary>
    OpensNetwork,

    /// <summary>The file isn't a package.</summary>
    PackageInvalid,

    /// <summary>No plugin.sig.</summary>
    SignatureMissing,

    /// <summary>plugin.sig can't be read, its key isn't acceptable, or it isn't a signature of this plugin.json.</summary>
    SignatureInvalid,

    /// <summary>Signed by somebody whom this program doesn't trust, or under another name than it knows him by.</summary>
    PublisherUnknown,

    /// <summary>The trust file can't be read, so nobody is trusted.</summary>
    TrustUnreadable,

    /// <summary>A file of the package has another content than its manifest says.</summary>
    FileChanged,

    /// <summary>A file that the manifest lists isn't there.</summary>
    FileMissing,

    /// <summary>There is a file that the manifest doesn't list, or something that is no file.</summary>
    FileExtra,

    /// <summary>A lower version than the trust file allows.</summary>
    BelowPin,

    /// <summary>The settings don't fit the schema in the manifest.</summary>
    SettingsInvalid,

    /// <summary>The runtime can't load the entry assembly or a type in it.</summary>
    NotLoadable,

    /// <summary>It implements an interface of the right name from another assembly.</summary>
    ForeignContract,

    /// <summary>No public type implements the kind's interface.</summary>
    NoEntryPoint,

    /// <summary>More than one public type is a plugin.</summary>
    SeveralEntryPoints,

    /// <summary>The entry point isn't of the kind that the manifest says.</summary>
    WrongKind,

    /// <summary>The entry point has no public empty constructor.</summary>
    NoEmptyConstructor,

    /// <summary>The constructor threw.</summary>
    ConstructorFailed,

    /// <summary>StartAsync threw or took too long.</summary>
    StartFailed,

    /// <summary>Its own test of itself failed.</summary>
    SelfTestFailed,

    /// <summary>Too many generations of it stay in memory.</summary>
    TooManyLeaks,

    /// <summary>The same id and version exists in an earlier source.</summary>
    Duplicate,

    /// <summary>No source has it.</summary>
    NotFound,
}

/// <summary>A plugin was refused.</summary>
public sealed class PluginRefusedException : Exception
{
    /// <summary>Makes one.</summary>
    public PluginRefusedException(PluginRefusalReason reason, string where, string sentence)
        : this(new PluginRefusal(reason, where, sentence))
    {
    }

    /// <summary>Makes one of a known refusal.</summary>
    public PluginRefusedException(PluginRefusal refusal)
        : base(refusal.Sentence) => Refusal = refusal;

    /// <summary>What and why.</summary>
    public PluginRefusal Refusal { get; }
}

namespace Orchestrator.Trust.Configuration;

/// <summary>The limits of the signed configuration, each with its reason.</summary>
public static class ConfigurationLimits
{
    /// <summary>A configuration with eight roots has about 40 KiB.</summary>
    public const int MaxFileBytes = 256 * 1024;

    /// <summary>Names of one vendor's brokers; a longer list is a mistake.</summary>
    public const int MaxBrokerNames = 16;

    /// <summary>Extra roots for the outer TLS; each is one more party that could intercept it.</summary>
    public const int MaxOuterRoots = 8;

    /// <summary>Keys of the outer certificates that are expected, or pinned: some authorities, each with a spare.</summary>
    public const int MaxOuterKeys = 32;

    /// <summary>One certificate in DER.</summary>
    public const int MaxCertificateBytes = 8192;

    public const int MaxOrganisation = 100;

    /// <summary>A grant never outlasts a working day.</summary>
    public const int MaxMinutes = 12 * 60;

    /// <summary>An operator who hasn't touched the instrument PC for an hour isn't there.</summary>
    public const int MaxPresenceMinutes = 60;

    public const int MaxPromptSeconds = 600;

    /// <summary>4 GiB: the largest log that a lab would send.</summary>
    public const long MaxFileTransferBytes = 4L << 30;
}

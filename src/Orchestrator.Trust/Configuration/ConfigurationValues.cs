using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Encoding;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Configuration;

/// <summary>Checks each value of a configuration against its limits and gives it its type.</summary>
internal static class ConfigurationValues
{
    public static ClientConfiguration Check(ConfigurationContent content, RootIdentity root, IssuingIdentity issuing)
    {
        Require(SafeText.IsSafe(content.Organisation, ConfigurationLimits.MaxOrganisation), "organisation");
        Require(content.BrokerNames.Count is >= 1 and <= ConfigurationLimits.MaxBrokerNames && content.BrokerNames.All(DnsName.IsValid), "brokerNames");
        Require(content.BrokerNames.Distinct(StringComparer.Ordinal).Count() == content.BrokerNames.Count, "brokerNames");
        Require(content.Port is >= 1 and <= 65535, "port");
        Require(content.OuterTlsRoots.Count <= ConfigurationLimits.MaxOuterRoots, "outerTlsRoots");
        Require(content.OuterTlsRoots.All(r => r is { Length: > 0 and <= ConfigurationLimits.MaxCertificateBytes }), "outerTlsRoots");
        return new ClientConfiguration
        {
            Organisation = content.Organisation,
            SignedAt = content.SignedAt,
            BrokerNames = [.. content.BrokerNames],
            Port = content.Port,
            OuterTlsRoots = [.. content.OuterTlsRoots],
            OuterTls = content.OuterTls is { } outer ? ReadOuterTls(outer, content.OuterTlsRoots.Count > 0) : OuterTlsPolicy.Default,
            RootCertificate = content.RootCertificate,
            Root = root,
            IssuingCertificate = content.IssuingCertificate,
            Issuing = issuing,
            MinimumClientVersion = ReadVersion(content.MinimumClientVersion),
            BrokerLogKey = Ed25519Public.TryImport(content.BrokerLogKey) ?? throw Bad("brokerLogKey"),
            Policy = ReadPolicy(content.Policy),
            Sas = content.Policy.Sas == "typed" ? SasMode.Typed : throw Bad("policy.sas"),
            Hash = default,
            IsDevelopment = true,
        };
    }

    private static OuterTlsPolicy ReadOuterTls(OuterTlsContent outer, bool hasRoots)
    {
        var policy = new OuterTlsPolicy
        {
            ExpectedKeys = ReadKeys(outer.ExpectedKeys, "outerTls.expectedKeys"),
            PinnedKeys = ReadKeys(outer.PinnedKeys, "outerTls.pinnedKeys"),
            Interception = outer.Interception switch
            {
                "allow" => InterceptionRule.Allow,
                "refuse" => InterceptionRule.Refuse,
                _ => throw Bad("outerTls.interception"),
            },
        };

        // What can't be told apart can't be refused: every connection would be.
        Require(policy.Interception == InterceptionRule.Allow || hasRoots || policy.ExpectedKeys.Length + policy.PinnedKeys.Length > 0, "outerTls.interception");
        return policy;
    }

    private static ImmutableArray<KeyFingerprint> ReadKeys(IReadOnlyList<byte[]> keys, string member)
    {
        Require(keys.Count <= ConfigurationLimits.MaxOuterKeys && keys.All(key => key is { Length: KeyFingerprint.Size }), member);
        return [.. keys.Select(key => KeyFingerprint.FromBytes(key)).Distinct()];
    }

    private static Version ReadVersion(string text) =>
        Version.TryParse(text, out var version) && version.Build >= 0 && version.Revision < 0 && version.ToString() == text ? version : throw Bad("minimumClientVersion");

    private static SessionPolicy ReadPolicy(PolicyContent policy)
    {
        Require(policy.PresenceMinutes is >= 1 and <= ConfigurationLimits.MaxPresenceMinutes, "policy.presenceMinutes");
        Require(policy.GraceSeconds is >= 0 and <= SessionPolicy.MaxGraceSeconds, "policy.graceSeconds");
        Require(policy.PromptSeconds is >= 1 and <= ConfigurationLimits.MaxPromptSeconds, "policy.promptSeconds");
        Require(policy.MaxFileBytes is >= 0 and <= ConfigurationLimits.MaxFileTransferBytes, "policy.maxFileBytes");
        var minutes = ImmutableSortedDictionary.CreateBuilder<Capability, int>();
        foreach (var (name, value) in policy.MaxMinutes)
        {
            Require(value is >= 1 and <= ConfigurationLimits.MaxMinutes, "policy.maxMinutes." + name);
            minutes.Add(Capabilities.Parse(name) ?? throw Bad("policy.maxMinutes." + name), value);
        }

        return new SessionPolicy(minutes.ToImmutable(), policy.PresenceMinutes, policy.GraceSeconds, policy.PromptSeconds, policy.MaxFileBytes);
    }

    private static void Require(bool holds, string member)
    {
        if (!holds)
            throw Bad(member);
    }

    private static ConfigurationException Bad(string member) => new(
        ConfigurationFault.BadValue, $"The value '{member}' of the configuration is outside its limits or unknown to this version. Get a configuration for this version from the vendor.");
}

using Orchestrator.Audit.Bundles;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.Audit.Verification;

/// <summary>The vendor's configuration, which the auditor's root must have signed: every other key of the vendor's follows from it.</summary>
internal static class ConfigurationStep
{
    public static void Check(BundleFacts facts)
    {
        if (facts.Bundle.Configuration.Length > ConfigurationLimits.MaxFileBytes)
            throw Fault("The configuration is larger than one may be.");
        try
        {
            facts.Configuration = facts.Load(facts.Bundle.Configuration, facts.Trust.Root);
        }
        catch (ConfigurationException e) when (e.Fault == ConfigurationFault.WrongRoot)
        {
            throw Fault("The bundle's root key isn't the one that you trust: it comes from another vendor, or somebody made it up.");
        }
        catch (ConfigurationException e)
        {
            throw Fault($"The configuration doesn't count ({e.Fault}): the root that you trust didn't sign these bytes.");
        }
    }

    private static BundleFaultException Fault(string sentence) => new(BundleCodes.Configuration, "configuration", sentence);
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;
using Orchestrator.Trust.Policies;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Policies;

/// <summary>The policy in the data folder, and every version that this broker ever had: an older one, or another one of the same number, never counts again.</summary>
internal sealed class PolicyStore(BrokerStore store, DataFolder folder, TimeProvider time)
{
    /// <summary>The policy to serve under. Whatever is served stands among the versions, with its record, before.</summary>
    /// <exception cref="BrokerException">It is missing, damaged, not signed by the root, or older than one that was there.</exception>
    public async Task<InstalledPolicy> OpenAsync(RsaPublic root, CancellationToken cancellationToken)
    {
        var policy = Read(root);

        // A file that somebody put there by hand counts like any other that the root signed, and is recorded like it.
        await AddAsync(policy.Version, ActingPerson.DataFolderOwner(Environment.UserName), ExitCode.DataFolder, cancellationToken);
        return policy;
    }

    /// <summary>The policy that lies in the data folder, whether it may be served under or not.</summary>
    /// <exception cref="BrokerException">It is missing, damaged, or not signed by the root.</exception>
    public InstalledPolicy Read(RsaPublic root)
    {
        var file = InstalledPolicy.ReadFile(folder.Policy, PolicyFile.MaxFileBytes, ExitCode.DataFolder);
        return InstalledPolicy.Open(file, folder.Policy, root, ExitCode.DataFolder);
    }

    /// <summary>Puts a signed policy in the place of the one that is there. A serving broker takes it at its next start.</summary>
    /// <exception cref="BrokerException">It isn't signed by the root, isn't newer, or can't be written.</exception>
    public async Task<InstalledPolicy> InstallAsync(string path, RsaPublic root, ActingPerson by, CancellationToken cancellationToken)
    {
        var file = InstalledPolicy.ReadFile(path, PolicyFile.MaxFileBytes, ExitCode.Refused);
        var policy = InstalledPolicy.Open(file, path, root, ExitCode.Refused);
        await AddAsync(policy.Version, by, ExitCode.Refused, cancellationToken);

        // The version stands in the store first: if the file isn't replaced after it, the broker refuses to serve under the old one, and installing again repairs that.
        PrivateFiles.Replace(folder.Policy, file);
        return policy;
    }

    /// <summary>Notes a version, with its record in one transaction. The same one again is the same as once.</summary>
    private async Task AddAsync(PolicyVersion version, ActingPerson by, ExitCode fault, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var newest = await db.Policies.OrderByDescending(p => p.Version).FirstOrDefaultAsync(cancellationToken);
        if (newest is not null && newest.Version == version.Version && newest.Sha256 == version.Sha256)
        {
            return;
        }

        if (newest is not null && newest.Version >= version.Version)
        {
            throw new BrokerException(fault, newest.Version > version.Version
                ? Text($"The policy has version {version.Version}, and version {newest.Version} was in force here already: an older policy never counts again. Sign this one with version {newest.Version + 1}.")
                : Text($"Another policy of version {version.Version} was in force here already. Sign this one with version {newest.Version + 1}."));
        }

        db.Policies.Add(new PolicyRow { Version = version.Version, Sha256 = version.Sha256, InstalledAt = time.GetUtcNow().ToUnixTimeMilliseconds() });
        db.PendingRecords.Add(PendingRecords.Row(time, new AdministrationObservations.PolicyInstalled(version.Version, version.Sha256, by)));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (BrokerStore.IsDuplicate(e))
        {
            throw new BrokerException(fault, "Another policy of the same version was put in force at this very moment. Look with `policy show`, and try again.", e);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

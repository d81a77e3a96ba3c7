using Microsoft.EntityFrameworkCore;
using Orchestrator.Audit.Witnessing;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Witnessing;

/// <summary>Who may be a witness. Commands change it while the broker serves; each change is a record.</summary>
internal sealed class WitnessStore(BrokerStore store, TimeProvider time)
{
    private const int MostNameCharacters = 64;
    private const int MostKeyCharacters = Protocol.ProtocolLimits.MaxVerifierKey;

    /// <summary>Enrols one.</summary>
    /// <exception cref="BrokerException">Something isn't what it should be, or is taken.</exception>
    public async Task<EnrolledWitness> AddAsync(string name, string fingerprint, string verifierKey, ActingPerson by, CancellationToken cancellationToken)
    {
        if (name.Length is 0 or > MostNameCharacters || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'))
        {
            throw new BrokerException(ExitCode.Refused, $"A witness is called by 1 to {MostNameCharacters} letters, digits, dots, dashes and underscores.");
        }

        var key = fingerprint.ToLowerInvariant();
        if (key.Length != 64 || !key.All(char.IsAsciiHexDigitLower))
        {
            throw new BrokerException(ExitCode.Refused, "The key of a witness's link is named by the 64 hex digits that `orchestrator-witness keys` prints.");
        }

        if (verifierKey.Length > MostKeyCharacters || !WitnessKey.TryParse(verifierKey, out _))
        {
            throw new BrokerException(ExitCode.Refused, "The verifier key isn't one: it reads name+8 hex digits+base64, as `orchestrator-witness keys` prints it.");
        }

        await using var db = store.CreateDbContext();
        if (await db.Witnesses.AnyAsync(w => w.Name == name || w.KeyFingerprint == key || w.VerifierKey == verifierKey, cancellationToken))
        {
            throw new BrokerException(ExitCode.Refused, "There is a witness of this name, or with one of these keys, already. `witnesses list` shows all; remove it first.");
        }

        var row = new WitnessRow { Name = name, KeyFingerprint = key, VerifierKey = verifierKey, AddedAt = time.GetUtcNow().ToUnixTimeMilliseconds() };
        db.Witnesses.Add(row);
        db.PendingRecords.Add(PendingRecords.Row(time, new WitnessObservations.WitnessAdded(name, key, verifierKey, by)));
        await db.SaveChangesAsync(cancellationToken);
        return ToWitness(row);
    }

    /// <summary>Takes one away; its link ends within seconds. What it cosigned stays.</summary>
    /// <exception cref="BrokerException">There is none of this name.</exception>
    public async Task RemoveAsync(string name, ActingPerson by, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var row = await db.Witnesses.SingleOrDefaultAsync(w => w.Name == name, cancellationToken)
            ?? throw new BrokerException(ExitCode.NotFound, $"There is no witness '{name}'. `witnesses list` shows all.");
        db.Witnesses.Remove(row);
        db.PendingRecords.Add(PendingRecords.Row(time, new WitnessObservations.WitnessRemoved(row.Name, row.KeyFingerprint, row.VerifierKey, by)));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>All, by name.</summary>
    public async Task<IReadOnlyList<EnrolledWitness>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        return [.. (await db.Witnesses.AsNoTracking().OrderBy(w => w.Name).ToListAsync(cancellationToken)).Select(ToWitness)];
    }

    /// <summary>The one with this key on its link; null when nobody enrolled it.</summary>
    public async Task<EnrolledWitness?> FindAsync(string fingerprint, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        return await db.Witnesses.AsNoTracking().SingleOrDefaultAsync(w => w.KeyFingerprint == fingerprint, cancellationToken) is { } row ? ToWitness(row) : null;
    }

    private static EnrolledWitness ToWitness(WitnessRow row) => new(row.Name, row.KeyFingerprint, row.VerifierKey, DateTimeOffset.FromUnixTimeMilliseconds(row.AddedAt));
}

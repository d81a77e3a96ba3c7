using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Orchestrator.Broker.Tests.Support;

/// <summary>The broker's store breaks off at one boundary, counted over all its commands and commits, before and behind each: from there on nothing comes through.</summary>
internal sealed class StoreBoundaries(int point)
{
    private int _passed;
    private bool _hasBegun;

    /// <summary>Counts from here on.</summary>
    public void Begin() => _hasBegun = true;

    public bool HasDied { get; private set; }

    public DbCommandInterceptor Commands => new CommandBoundary(this);

    public DbTransactionInterceptor Transactions => new TransactionBoundary(this);

    private void Pass()
    {
        if (_hasBegun && (HasDied || _passed++ == point))
        {
            HasDied = true;
            throw new IOException("The process is dead.");
        }
    }

    private sealed class CommandBoundary(StoreBoundaries all) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            all.Pass();
            return new(result);
        }

        public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            all.Pass();
            return new(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            all.Pass();
            return new(result);
        }

        public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            all.Pass();
            return new(result);
        }
    }

    private sealed class TransactionBoundary(StoreBoundaries all) : DbTransactionInterceptor
    {
        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            all.Pass();
            return new(result);
        }

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            all.Pass();
            return Task.CompletedTask;
        }
    }
}

using Microsoft.EntityFrameworkCore;

namespace Orchestrator.Broker.Store;

/// <summary>The tables of <c>broker.db</c>.</summary>
internal sealed class BrokerDb(DbContextOptions<BrokerDb> options) : DbContext(options)
{
    public DbSet<AccountRow> Accounts => Set<AccountRow>();

    public DbSet<RecoveryCodeRow> RecoveryCodes => Set<RecoveryCodeRow>();

    public DbSet<ConsoleRow> Consoles => Set<ConsoleRow>();

    public DbSet<RevocationRow> Revocations => Set<RevocationRow>();

    public DbSet<CourseRow> Courses => Set<CourseRow>();

    public DbSet<TrainingRow> Training => Set<TrainingRow>();

    public DbSet<ApprovalRow> Approvals => Set<ApprovalRow>();

    public DbSet<SignInRow> SignIns => Set<SignInRow>();

    public DbSet<PendingRecordRow> PendingRecords => Set<PendingRecordRow>();

    public DbSet<ClaimRow> Claims => Set<ClaimRow>();

    public DbSet<RunRow> Runs => Set<RunRow>();

    public DbSet<ClaimCheckpointRow> ClaimCheckpoints => Set<ClaimCheckpointRow>();

    public DbSet<IssuedTicketRow> IssuedTickets => Set<IssuedTicketRow>();

    public DbSet<CosignatureRow> Cosignatures => Set<CosignatureRow>();

    public DbSet<WitnessRow> Witnesses => Set<WitnessRow>();

    public DbSet<WitnessedRunRow> WitnessedRuns => Set<WitnessedRunRow>();

    public DbSet<PolicyRow> Policies => Set<PolicyRow>();

    public DbSet<SchemaRow> Schema => Set<SchemaRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ModelAccounts(modelBuilder);
        modelBuilder.Entity<CourseRow>(course =>
        {
            course.ToTable("courses").HasKey(c => c.Id);
            course.HasIndex(c => new { c.Name, c.Version }).IsUnique();
        });
        modelBuilder.Entity<TrainingRow>(training =>
        {
            training.ToTable("training").HasKey(t => t.Id);
            training.HasIndex(t => new { t.AccountId, t.Course, t.Version });
            training.HasOne<AccountRow>().WithMany().HasForeignKey(t => t.AccountId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<ApprovalRow>(approval =>
        {
            approval.ToTable("approvals").HasKey(a => a.Id);
            approval.Property(a => a.Id).ValueGeneratedNever();
            approval.HasIndex(a => new { a.Session, a.AccountId });
            approval.HasOne<AccountRow>().WithMany().HasForeignKey(a => a.AccountId).OnDelete(DeleteBehavior.Restrict);
            approval.HasOne<AccountRow>().WithMany().HasForeignKey(a => a.DeciderId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<SignInRow>().ToTable("sign_ins").HasKey(s => new { s.NameHash, s.Device });
        modelBuilder.Entity<PendingRecordRow>().ToTable("pending_records").HasKey(p => p.Id);
        modelBuilder.Entity<ClaimRow>().ToTable("claims").HasKey(c => new { c.Session, c.Sequence });
        modelBuilder.Entity<RunRow>(run =>
        {
            run.ToTable("runs").HasKey(r => r.Session);
            run.Property(r => r.Session).ValueGeneratedNever();
        });
        modelBuilder.Entity<ClaimCheckpointRow>(checkpoint =>
        {
            checkpoint.ToTable("claim_checkpoints").HasKey(c => c.Session);
            checkpoint.Property(c => c.Session).ValueGeneratedNever();
        });
        modelBuilder.Entity<IssuedTicketRow>(ticket =>
        {
            ticket.ToTable("issued_tickets").HasKey(t => t.Id);
            ticket.HasIndex(t => t.Session);
        });
        modelBuilder.Entity<CosignatureRow>(cosignature =>
        {
            cosignature.ToTable("cosignatures").HasKey(c => c.Id);
            cosignature.HasIndex(c => new { c.Origin, c.Size, c.WitnessKey }).IsUnique();
        });
        modelBuilder.Entity<WitnessRow>(witness =>
        {
            witness.ToTable("witnesses").HasKey(w => w.Name);
            witness.HasIndex(w => w.KeyFingerprint).IsUnique();
        });
        modelBuilder.Entity<WitnessedRunRow>(run =>
        {
            run.ToTable("witnessed_runs").HasKey(r => r.Session);
            run.Property(r => r.Session).ValueGeneratedNever();
        });
        modelBuilder.Entity<PolicyRow>(policy =>
        {
            policy.ToTable("policies").HasKey(p => p.Version);
            policy.Property(p => p.Version).ValueGeneratedNever();
        });
        modelBuilder.Entity<SchemaRow>(schema =>
        {
            schema.ToTable("schema").HasKey(s => s.Id);
            schema.Property(s => s.Id).ValueGeneratedNever();
        });
    }

    private static void ModelAccounts(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<AccountRow>(account =>
        {
            account.ToTable("accounts").HasKey(a => a.Id);
            account.Property(a => a.Id).ValueGeneratedOnAdd();
            account.HasIndex(a => a.Key).IsUnique();
        });
        modelBuilder.Entity<RecoveryCodeRow>(code =>
        {
            code.ToTable("recovery_codes").HasKey(c => c.Id);
            code.HasIndex(c => new { c.AccountId, c.Hash }).IsUnique();
            code.HasOne<AccountRow>().WithMany().HasForeignKey(c => c.AccountId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<ConsoleRow>(console =>
        {
            console.ToTable("consoles").HasKey(c => c.Id);
            console.HasIndex(c => new { c.AccountId, c.Fingerprint }).IsUnique();
            console.HasOne<AccountRow>().WithMany().HasForeignKey(c => c.AccountId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<RevocationRow>().ToTable("revocations").HasKey(r => r.Id);
    }
}
